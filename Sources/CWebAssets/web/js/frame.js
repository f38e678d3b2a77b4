/** The frame around the work: rail, bar, and the place where a view goes. */
import { h, replace } from './dom.js';
import { brandMark, icon } from './icons.js';
import { language, t } from './i18n.js';
import { Bell } from './widgets/bell.js';
import { menuButton } from './widgets/menu.js';
import { openHelp } from './widgets/help.js';
import { changePassword } from './views/password.js';
import { initialsOf } from './people.js';

const sections = [
  { name: 'home', href: '/', iconName: 'home' },
  { name: 'complaints', href: '/complaints', iconName: 'complaints' },
  { name: 'base', href: '/systems', iconName: 'base',
    subs: [{ name: 'systems', href: '/systems', iconName: 'base' },
      { name: 'sites', href: '/sites', iconName: 'site' }] },
  { name: 'imports', href: '/imports', iconName: 'imports', needs: 'import' },
  { name: 'checks', href: '/self-check', iconName: 'check', needs: 'work' },
  { name: 'admin', href: '/admin/users', iconName: 'admin', needs: 'users',
    subs: [{ name: 'users', href: '/admin/users', iconName: 'person' },
      { name: 'teams', href: '/admin/teams', iconName: 'people' },
      { name: 'fields', href: '/admin/fields', iconName: 'columns' },
      { name: 'codes', href: '/admin/codes', iconName: 'list' },
      { name: 'rules', href: '/admin/rules', iconName: 'calendar' },
      { name: 'tokens', href: '/admin/tokens', iconName: 'key' },
      { name: 'audit', href: '/admin/audit', iconName: 'history' },
      { name: 'anchors', href: '/admin/anchors', iconName: 'anchor' },
      { name: 'backups', href: '/admin/backups', iconName: 'upload' }] },
];

/** The pages that the person reaches by the rail, those that unfold in it too. */
export const pagesOf = (app) => sections.filter(({ needs }) => !needs || app.may(needs))
  .flatMap((section) => section.subs ?? [section]);

export class Frame {
  constructor(app) {
    this.app = app;
    this.place = h('nav', { class: 'place', 'aria-label': t('frame.place') });
    this.work = h('main', { class: 'work', id: 'work', tabIndex: -1 });
    this.rail = h('nav', { class: 'rail', 'aria-label': t('frame.rail') });
    this.search = searchBox(app);
    this.element = h('div', { class: 'frame', dataset: { rail: app.prefs.get('rail') } },
      this.rail,
      h('header', { class: 'bar' }, this.place, this.search.element,
        new Bell(app).element, languageMenu(app), themeMenu(app), personMenu(app)),
      this.work);
    this.offline = null;
    this.unsaved = null;
    this.showSaving(app.saving);
    addEventListener('offline', () => this.showOffline(true));
    addEventListener('online', () => this.showOffline(false));
  }

  show(route, element, title) {
    this.drawRail(route);
    this.drawPlace(route, title);
    replace(this.work, element);
    this.work.scrollTop = 0;
    // The link that led here is gone; the keyboard goes on from the page, not from the top.
    if (document.activeElement === document.body) this.work.focus({ preventScroll: true });
    if (route?.name !== 'complaints') this.search.input.value = '';
  }

  drawRail(route) {
    const links = sections
      .filter((section) => !section.needs || this.app.may(section.needs))
      .flatMap((section) => this.railLinks(section, route));
    replace(this.rail,
      h('a', { class: 'brand', href: '/', 'aria-label': 'IBTool' }, brandMark(), h('span', { class: 'rail-label' }, 'IBTool')),
      links, h('div', { class: 'grow' }), this.railToggle());
  }

  railLinks(section, route) {
    const isHere = route?.section === section.name;
    const label = t(`section.${section.name}`);
    const main = h('a', { class: 'rail-link', href: section.href, title: label,
      'aria-current': isHere && !section.subs ? 'page' : null },
    icon(section.iconName), h('span', { class: 'rail-label' }, label));
    if (!section.subs || !isHere) return [main];
    main.classList.add('rail-open');
    return [main, ...section.subs.map((sub) => h('a', { class: 'rail-link rail-sub', href: sub.href,
      title: t(`section.${sub.name}`),
      'aria-current': route.name.startsWith(sub.name.slice(0, -1)) ? 'page' : null },
    icon(sub.iconName), h('span', { class: 'rail-label' }, t(`section.${sub.name}`))))];
  }

  railToggle() {
    const isNarrow = this.element?.dataset.rail === 'narrow';
    const label = t(isNarrow ? 'frame.widen' : 'frame.narrow');
    return h('button', { class: 'rail-link', type: 'button', title: label, 'aria-label': label,
      onclick: () => {
        const next = isNarrow ? 'open' : 'narrow';
        this.app.prefs.set('rail', next);
        this.element.dataset.rail = next;
        this.drawRail(this.app.router.route);
        dispatchEvent(new Event('resize'));
      } }, icon('rail'), h('span', { class: 'rail-label' }, label));
  }

  drawPlace(route, title) {
    const section = sections.find((known) => known.name === route?.section);
    const isTop = !section || (section.href === location.pathname && !section.subs);
    const name = section && t(`section.${section.name}`);
    replace(this.place, h('ol', null,
      !isTop && h('li', null, h('a', { href: section.href }, name),
        h('span', { class: 'sep', 'aria-hidden': 'true' }, '/')),
      h('li', { 'aria-current': 'page' }, isTop ? title || name : title)));
  }

  showOffline(isOffline) {
    this.offline?.remove();
    this.offline = isOffline ? h('div', { class: 'offline-bar', role: 'status' }, icon('offline'),
      h('span', null, t('offline.bar'))) : null;
    if (this.offline) this.element.append(this.offline);
  }

  /** Says that nothing can be saved, and why, for as long as it is so. */
  showSaving(state) {
    this.unsaved?.remove();
    this.unsaved = state === 'possible' ? null : h('div', { class: 'offline-bar unsaved-bar', role: 'status' },
      icon('offline'), h('span', null, t(`saving.${state}`)));
    if (this.unsaved) this.element.append(this.unsaved);
  }
}

function searchBox(app) {
  const input = h('input', { type: 'search', name: 'q', placeholder: t('search.placeholder'),
    'aria-label': t('search.label'), maxlength: 500, autocomplete: 'off', spellcheck: 'false',
    'aria-keyshortcuts': '/' });
  const element = h('form', { class: 'search-box', role: 'search', onsubmit: (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (/^[A-Z]{1,3}-\d{4}-\d+$/i.test(text)) app.router.go(`/complaints/${text.toUpperCase()}`);
    else if (app.router.view?.search) app.router.view.search(text, true);
    else app.router.go(`/complaints?q=${encodeURIComponent(text)}`);
  } }, icon('search'), input, h('kbd', { 'aria-hidden': 'true' }, '/'));
  input.addEventListener('input', () => app.router.view?.search?.(input.value.trim(), false));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' && app.router.view?.focusGrid) {
      event.preventDefault();
      app.router.view.focusGrid();
    } else if (event.key === 'Escape') input.blur();
  });
  return { element, input };
}

function languageMenu(app) {
  return menuButton({
    label: language().toUpperCase(), className: 'button quiet', title: t('frame.language'),
    items: () => [['en', 'English'], ['fr', 'Français']].map(([code, text]) => ({
      text, checked: language() === code, onChoose: () => app.speak(code) })),
  });
}

function themeMenu(app) {
  const names = { system: 'screen', light: 'sun', dark: 'moon' };
  return menuButton({
    label: icon('sun'), className: 'button quiet icon-only', title: t('frame.theme'),
    items: () => [
      ...Object.entries(names).map(([name, iconName]) => ({
        text: t(`theme.${name}`), icon: iconName, checked: app.prefs.get('theme') === name,
        onChoose: () => setTheme(app, name) })),
      { line: true }, { head: t('density.title') },
      ...['compact', 'normal', 'roomy'].map((name) => ({
        text: t(`density.${name}`), checked: app.prefs.get('density') === name,
        onChoose: () => setDensity(app, name) })),
    ],
  });
}

/** Light, dark or as the system has it. */
export function setTheme(app, name) {
  app.prefs.set('theme', name);
  if (name === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
}

/** The height of rows and controls. */
export function setDensity(app, name) {
  app.prefs.set('density', name);
  document.documentElement.dataset.density = name;
  dispatchEvent(new CustomEvent('ibtool:density'));
}

function personMenu(app) {
  const { user } = app.session;
  const shown = user.display_name || user.name;
  return menuButton({
    label: h('span', { class: 'avatar', 'aria-hidden': 'true' }, initialsOf(shown)),
    className: 'button quiet icon-only', title: t('frame.person', { name: shown }),
    items: () => [
      { head: `${shown} · ${t(`role.${user.role}`)}` },
      { text: t('person.password'), icon: 'key', onChoose: () => changePassword(app) },
      { text: t('help.title'), icon: 'question', hint: '?', onChoose: () => openHelp() },
      { line: true },
      { text: t('person.out'), icon: 'out', onChoose: () => app.signOut() },
    ],
  });
}

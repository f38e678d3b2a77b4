/** What the person was told about clocks and files: a bell with the number of what is new, and the list. */
import { debounce, h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { instant } from '../format.js';
import { mayTell, toldOf } from '../told.js';
import { closePanel, openFloating } from './menu.js';
import { problemText } from './states.js';

const pageSize = 30;
/** The server counts no further: so many and more. */
const countMax = 100;

/** How many, in words; beyond the count no number is named. */
const counted = (key, n) => (n >= countMax ? t(`${key}.many`, { n: countMax - 1 }) : tn(key, n));

export class Bell {
  constructor(app) {
    this.app = app;
    this.unseen = 0;
    this.badge = h('span', { class: 'bell-count num', hidden: true, 'aria-hidden': 'true' });
    this.said = h('span', { class: 'unseen', role: 'status' });
    this.button = h('button', { class: 'button quiet icon-only bell', type: 'button',
      'aria-haspopup': 'dialog', 'aria-expanded': 'false', onclick: () => this.open() },
    icon('bell'), this.badge);
    this.element = h('span', { class: 'bell-place' }, this.button, this.said);
    this.look = debounce(() => this.load(), 400);
    let wasShown = false;
    const stop = app.live.listen((change) => {
      wasShown ||= this.element.isConnected;
      if (wasShown && !this.element.isConnected) stop();
      else if (mayTell(change, app.session?.user.name)) this.look();
    });
    this.draw();
    this.load();
  }

  async load() {
    try {
      const { unseen } = await this.app.api.notifications({ limit: 1 });
      if (unseen > this.unseen) this.said.textContent = counted('bell.new', unseen);
      this.unseen = unseen;
      this.draw();
    } catch {
      // The next change, or the next page, asks again.
    }
  }

  draw() {
    const label = this.unseen ? counted('bell.new', this.unseen) : t('bell.title');
    this.button.setAttribute('aria-label', label);
    this.button.title = label;
    this.badge.hidden = this.unseen === 0;
    this.badge.textContent = this.unseen >= countMax ? `${countMax - 1}+` : String(this.unseen);
  }

  async open() {
    const place = { list: h('ul'), foot: h('div', { class: 'bell-foot', 'aria-live': 'polite' }),
      newest: null, next: null, shown: 0 };
    const body = h('div', { class: 'bell-list' }, h('p', { class: 'muted' }, t('bell.loading')));
    const panel = openFloating(this.button, h('div', { class: 'pop bell-pop' },
      h('h2', null, t('bell.title')), body), { label: t('bell.title') });
    if (!panel) return;
    try {
      await this.show(place);
      replace(body, place.newest || place.next ? [place.list, place.foot] : h('p', { class: 'muted' }, t('bell.none')));
    } catch (problem) {
      replace(body, refusal(problem));
    }
  }

  /** Adds what comes next; all counts as seen once nothing new is left out of sight. */
  async show(place) {
    const [{ items, next, unseen }] = await Promise.all([this.app.api.notifications({ limit: pageSize,
      ...(place.next ? { before: place.next } : {}) }), this.app.peopleKnown]);
    place.newest ??= items[0]?.id ?? null;
    place.next = next;
    const reader = { me: this.app.session?.user.name, status: this.app.catalogue.byName.get('status') };
    const lines = items.map((item) => line(item, reader));
    place.list.append(...lines);
    place.shown += items.filter((item) => !item.seen).length;
    // Beyond the count nobody knows how many are left, until the end.
    const left = !next ? 0 : unseen >= countMax ? countMax : Math.max(0, unseen - place.shown);
    replace(place.foot, left > 0 && h('p', { class: 'muted small' }, counted('bell.left', left)),
      next && this.moreButton(place));
    if (left === 0 && unseen > 0 && place.newest) {
      await this.app.api.seeNotifications(place.newest);
      this.unseen = 0;
    } else {
      this.unseen = unseen;
    }
    this.draw();
    return lines;
  }

  moreButton(place) {
    const button = h('button', { class: 'button', type: 'button', onclick: async () => {
      button.disabled = true;
      try {
        const lines = await this.show(place);
        (lines[0] ?? place.list.lastElementChild)?.querySelector('a').focus();
      } catch (problem) {
        replace(place.foot, refusal(problem), this.moreButton(place));
      }
    } }, t('bell.more'));
    return button;
  }
}

const refusal = (problem) => h('p', { class: 'field-error' }, icon('warn'), problemText(problem));

function line(item, reader) {
  const { href, title, words, level } = toldOf(item, reader);
  return h('li', { class: `told told-${level}${item.seen ? '' : ' told-new'}` },
    h('a', { href, onclick: () => closePanel() }, title
      ?? [h('b', { class: 'num' }, item.number), item.summary && ` ${item.summary}`]),
    h('p', null, words),
    h('p', { class: 'muted small' }, instant(item.at, language(), 'short'),
      !item.seen && h('b', null, ` · ${t('bell.unseen')}`)));
}

/** People: who may sign in, and what they may do. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { plainChip } from '../widgets/chip.js';
import { openDialog } from '../widgets/dialog.js';
import { simpleForm } from '../widgets/simpleform.js';
import { problemText } from '../widgets/states.js';

const roles = ['viewer', 'engineer', 'analyst', 'reviewer', 'admin'];

export async function render(app) {
  const page = new UsersPage(app);
  await page.load();
  return { title: t('section.users'), element: page.element };
}

class UsersPage {
  constructor(app) {
    this.app = app;
    this.list = h('div', { class: 'table-scroll' });
    this.element = h('div', { class: 'page' },
      h('div', { class: 'page-head' }, h('h1', null, t('section.users')),
        h('button', { class: 'button primary', type: 'button', onclick: () => this.add() },
          icon('plus'), t('users.add'))),
      h('p', { class: 'muted' }, t('users.text')), h('div', { class: 'block' }, this.list));
  }

  async load() {
    const { items } = await this.app.api.users();
    replace(this.list, h('table', { class: 'plain-table middle' },
      h('thead', null, h('tr', null, ['person', 'role', 'sites', 'patient', 'state'].map((name) =>
        h('th', { scope: 'col' }, t(`users.${name}`))), h('th', { scope: 'col' },
        h('span', { class: 'unseen' }, t('action.edit'))))),
      h('tbody', null, items.map((user) => this.row(user)))));
  }

  row(user) {
    return h('tr', null,
      h('td', null, h('b', null, user.display_name || user.name),
        h('div', { class: 'muted small' }, user.name)),
      h('td', null, t(`role.${user.role}`), h('div', { class: 'muted small' },
        t(`role-text.${user.role}`))),
      h('td', null, user.sites ? user.sites.join(', ') || '–' : t('users.all-sites')),
      h('td', null, user.patient_grant ? t('value.yes') : t('value.no')),
      h('td', null, plainChip(t(user.active ? 'users.active' : 'users.inactive'),
        user.active ? 'tone-green shape-dot' : 'tone-slate shape-square')),
      h('td', { class: 'right' }, h('button', { class: 'button quiet', type: 'button',
        'aria-label': t('users.edit-of', { name: user.display_name || user.name }),
        onclick: () => this.edit(user) }, icon('edit'), t('action.edit'))));
  }

  entries(user) {
    return [
      { name: 'display_name', label: t('person.display'), required: true,
        value: user?.display_name },
      { name: 'role', label: t('users.role'), type: 'select', required: true,
        value: user?.role ?? 'engineer', options: roles.map((role) => ({ value: role,
          label: `${t(`role.${role}`)}${t('list.colon')}${t(`role-text.${role}`)}` })) },
      { name: 'sites', label: t('users.sites'), help: t('users.sites-help'),
        value: user?.sites?.join(', ') ?? '' },
      { name: 'password', label: t(user ? 'users.new-password' : 'person.password-label'),
        type: 'password', required: !user, autocomplete: 'new-password',
        help: user ? t('users.password-help') : t('users.first-password') },
      { name: 'patient_grant', label: t('users.patient-grant'), type: 'checkbox',
        value: user?.patient_grant, help: t('users.patient-help') },
    ];
  }

  add() {
    const form = simpleForm({
      entries: [{ name: 'name', label: t('person.name'), required: true, autofocus: true,
        help: t('person.name-help') }, ...this.entries(null)],
      action: t('users.add'),
      onSubmit: async (values) => {
        await this.app.api.addUser(bodyOf(values));
        await this.close(dialog, t('users.added', { name: values.display_name }));
      },
    });
    const dialog = openDialog({ title: t('users.add'), body: form.element,
      keep: form.kept({ prefs: this.app.prefs, name: 'user.new' }) });
  }

  edit(user) {
    const active = { name: 'active', label: t('users.may-sign-in'), type: 'checkbox', value: user.active };
    const form = simpleForm({
      entries: [...this.entries(user), active], action: t('action.save'),
      onSubmit: async (values) => {
        await this.app.api.changeUser(user, bodyOf(values));
        await this.close(dialog, t('users.saved', { name: values.display_name }));
      },
    });
    const dialog = openDialog({ title: user.display_name || user.name, body: form.element,
      keep: form.kept({ prefs: this.app.prefs, name: `user.${user.name}` }) });
  }

  async close(dialog, text) {
    dialog.close();
    this.app.messages.good(text);
    await this.load().catch((problem) => this.app.messages.bad(problemText(problem)));
  }
}

/** An empty password means: leave it; no sites means: all. */
function bodyOf({ password, sites, ...values }) {
  const codes = sites.split(/[,;\s]+/).filter(Boolean);
  return { ...values, sites: codes.length ? codes : null, ...(password ? { password } : {}) };
}

/** API tokens: made, shown once, revoked. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { hasText, language, t } from '../i18n.js';
import { aligned, ago, instant } from '../format.js';
import { confirmDialog, openDialog } from '../widgets/dialog.js';
import { simpleForm } from '../widgets/simpleform.js';
import { emptyState, notice, problemText } from '../widgets/states.js';

const scopeSets = { read: ['read'], write: ['read', 'write'], all: null };

export async function render(app) {
  const page = new TokensPage(app);
  await page.load();
  return { title: t('section.tokens'), element: page.element };
}

class TokensPage {
  constructor(app) {
    this.app = app;
    this.list = h('div', { class: 'table-scroll' });
    this.element = h('div', { class: 'page' },
      h('div', { class: 'page-head' }, h('h1', null, t('section.tokens')),
        h('button', { class: 'button primary', type: 'button', onclick: () => this.add() },
          icon('plus'), t('tokens.add'))),
      h('p', { class: 'muted' }, t('tokens.text')), h('div', { class: 'block' }, this.list));
  }

  async load() {
    const { items } = await this.app.api.tokens();
    replace(this.list, items.length === 0
      ? emptyState({ iconName: 'key', title: t('tokens.none'), text: t('tokens.none-text') })
      : h('table', { class: 'plain-table middle' },
        h('thead', null, h('tr', null, ['name', 'user', 'scopes', 'expires', 'used'].map((name) =>
          h('th', { scope: 'col' }, t(`tokens.${name}`))), h('th', { scope: 'col' },
          h('span', { class: 'unseen' }, t('tokens.revoke'))))),
        h('tbody', null, items.map((token) => this.row(token)))));
  }

  row(token) {
    return h('tr', null,
      h('td', null, h('b', null, token.name), token.prefix
        && h('div', { class: 'muted small mono' }, `${token.prefix}…`)),
      h('td', null, token.user), h('td', null, scopeText(token.scopes)),
      h('td', { class: 'num' }, aligned(instant(token.expires, language(), 'short'))),
      h('td', null, token.last_used ? ago(token.last_used, language()) : t('tokens.never')),
      h('td', { class: 'right' }, h('button', { class: 'button quiet danger', type: 'button',
        'aria-label': t('tokens.revoke-of', { name: token.name }),
        onclick: () => this.revoke(token) }, t('tokens.revoke'))));
  }

  add() {
    const form = simpleForm({
      entries: [
        { name: 'name', label: t('tokens.name'), required: true, autofocus: true,
          help: t('tokens.name-help') },
        { name: 'scopes', label: t('tokens.scopes'), type: 'select', required: true, value: 'read',
          options: Object.keys(scopeSets).map((value) => ({ value, label: t(`scope.${value}`) })) },
        { name: 'expires_days', label: t('tokens.days'), type: 'number', required: true, value: 90 },
      ],
      action: t('tokens.add'),
      onSubmit: async ({ name, scopes, expires_days: days }) => {
        const made = await this.app.api.addToken({ name, expires_days: Number(days),
          ...(scopeSets[scopes] ? { scopes: scopeSets[scopes] } : {}) });
        dialog.close();
        this.show(made);
        await this.load();
      },
    });
    const dialog = openDialog({ title: t('tokens.add'), body: form.element,
      keep: form.kept({ prefs: this.app.prefs, name: 'token.new' }) });
  }

  /** The one time the token is seen. */
  show(made) {
    const copy = h('button', { class: 'button', type: 'button', onclick: async () => {
      await navigator.clipboard?.writeText(made.token);
      copy.textContent = t('tokens.copied');
    } }, t('tokens.copy'));
    openDialog({ title: made.name, body: [notice('warn', t('tokens.once')),
      h('div', { class: 'secret' }, h('span', { class: 'grow' }, made.token), copy)] });
  }

  async revoke(token) {
    const isSure = await confirmDialog({ title: t('tokens.revoke-of', { name: token.name }),
      text: t('tokens.revoke-text'), action: t('tokens.revoke'), isDangerous: true });
    if (!isSure) return;
    try {
      await this.app.api.revokeToken(token.id);
      await this.load();
    } catch (problem) {
      this.app.messages.bad(problemText(problem));
    }
  }
}

/** Scopes in words; those the interface does not offer show their names. */
function scopeText(scopes) {
  if (!scopes?.length) return t('scope.all');
  const words = scopes.includes('write') ? scopes.filter((scope) => scope !== 'read') : scopes;
  return words.map((scope) => hasText(`scope.${scope}`) ? t(`scope.${scope}`) : scope).join(', ');
}

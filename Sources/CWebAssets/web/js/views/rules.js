/** The versions of the rules: which is in force, which are drafts, and one to work on. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t } from '../i18n.js';
import { instant } from '../format.js';
import { personName } from '../people.js';
import { plainChip } from '../widgets/chip.js';
import { problemText } from '../widgets/states.js';
import { RuleSetPage, stateLook } from './rule-set.js';

export async function render(app, place) {
  await app.peopleKnown;
  if (place.params.id) {
    const page = new RuleSetPage(app, await app.api.ruleSet(place.params.id));
    return { title: page.title, element: page.element, dispose: () => page.dispose() };
  }
  const page = new RulesPage(app);
  await page.load();
  return { title: t('section.rules'), element: page.element, dispose: () => page.dispose() };
}

class RulesPage {
  constructor(app) {
    this.app = app;
    this.list = h('div', { class: 'block table-scroll' });
    this.progress = h('p', { class: 'muted', role: 'status' });
    this.element = h('div', { class: 'page' },
      h('div', { class: 'page-head' }, h('h1', null, t('section.rules')),
        app.may('rules') && h('button', { class: 'button primary', type: 'button',
          onclick: () => this.add() }, icon('plus'), t('rules.add'))),
      h('p', { class: 'muted' }, t('rules.text')), this.progress, this.list);
    this.unlisten = app.live.listen((change) => {
      if (change.entity === 'rule_set') this.load().catch(() => {});
    });
  }

  dispose() { this.unlisten(); }

  async load() {
    const { items, recount } = await this.app.api.ruleSets();
    this.progress.textContent = recount.done < recount.total
      ? t('rules.recount', { done: recount.done, total: recount.total }) : '';
    replace(this.list, h('table', { class: 'plain-table middle stacks' },
      h('thead', null, h('tr', null, ['version', 'state', 'since', 'by', 'reason'].map((name) =>
        h('th', { scope: 'col' }, t(`rules.${name}`))))),
      h('tbody', null, items.map(row))));
  }

  async add() {
    try {
      const made = await this.app.api.addRuleSet({});
      this.app.router.go(`/admin/rules/${made.id}`);
    } catch (problem) {
      this.app.messages.bad(problemText(problem));
    }
  }
}

function row(set) {
  const at = set.activated && set.state !== 'draft' ? set.activated : set.updated;
  const isOld = set.shipped && set.created.startsWith('1970');
  return h('tr', null,
    h('td', null, h('a', { href: `/admin/rules/${set.id}` }, t('rules.name', { id: set.id })),
      set.shipped && h('span', { class: 'muted small' }, ` ${t('rules.shipped')}`)),
    h('td', null, plainChip(t(`rules.state-${set.state}`), stateLook[set.state])),
    h('td', null, isOld ? '–' : instant(at, language(), 'short')),
    h('td', null, isOld ? '–' : personName(set.activated_by ?? set.updated_by)),
    h('td', { class: 'grow' }, set.activation_reason ?? '', set.signature
      && h('div', { class: 'muted small' }, t('rules.signed',
      { name: set.signature.name, version: set.signature.version }))));
}

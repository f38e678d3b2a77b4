/** One version of the rules: its rules, and for a draft a form, a dry run and the act of activation. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { civilDate, instant, number } from '../format.js';
import { personName } from '../people.js';
import { plainChip } from '../widgets/chip.js';
import { openDialog } from '../widgets/dialog.js';
import { signatureItem } from '../widgets/signatures.js';
import { signDialog } from '../widgets/signdialog.js';
import { simpleForm } from '../widgets/simpleform.js';
import { notice, problemText } from '../widgets/states.js';
import { dryRunView } from './dry-run.js';
import { limitText, ruleEntries, ruleOf } from './rule-words.js';

export const stateLook = {
  active: 'tone-green shape-dot', draft: 'tone-blue shape-ring', superseded: 'tone-slate shape-square',
};

/** How often a running dry run is asked how far it is. */
const pollEvery = 400;

export class RuleSetPage {
  constructor(app, { record, etag }) {
    Object.assign(this, { app, set: record, etag });
    this.head = h('div');
    this.rules = h('div', { class: 'block' });
    this.run = h('div', { class: 'block', hidden: true });
    this.element = h('div', { class: 'page' }, this.head, this.rules, this.run);
    this.draw();
  }

  get title() { return t('rules.name', { id: this.set.id }); }

  get isDraft() { return this.set.state === 'draft' && this.app.may('rules'); }

  dispose() {
    clearTimeout(this.timer);
    this.isGone = true;
  }

  draw() {
    const { set } = this;
    replace(this.head, h('div', { class: 'page-head' },
      h('div', { class: 'line wrap' }, h('h1', { tabIndex: -1 }, this.title),
        plainChip(t(`rules.state-${set.state}`), stateLook[set.state])), this.actions()),
    h('p', { class: 'muted' }, set.document.name[language()], ' · ',
      t('rules.zone', { zone: set.document.zone }),
      set.activation_reason && ` · ${t('rules.activated', { who: personName(set.activated_by),
        when: instant(set.activated, language(), 'short'), reason: set.activation_reason })}`),
    this.isDraft && notice('', t('rules.draft-text')),
    set.signature && h('section', { 'aria-label': t('rules.signature') },
      h('ol', { class: 'signature-list' }, signatureItem(set.signature))));
    this.drawRules();
  }

  actions() {
    if (!this.app.may('rules')) return null;
    return h('div', { class: 'line wrap' },
      this.set.state !== 'active' && h('button', { class: 'button', type: 'button',
        onclick: () => this.dryRun() }, icon('refresh'), t('rules.dry-run')),
      this.isDraft && h('button', { class: 'button primary', type: 'button',
        onclick: () => this.activate() }, icon('check'), t('rules.activate')));
  }

  drawRules() {
    const { rules, calendars } = this.set.document;
    const columns = ['rule', 'when-short', 'limit', 'law', ...(this.isDraft ? ['edit'] : [])];
    replace(this.rules, h('h2', null, tn('rules.count', rules.length)),
      h('div', { class: 'table-scroll' }, h('table', { class: 'plain-table stacks rule-table' },
        h('thead', null, h('tr', null, columns.map((name) => h('th', { scope: 'col' },
          name === 'edit' ? h('span', { class: 'unseen' }, t('action.edit')) : t(`rules.${name}`))))),
        h('tbody', null, rules.map((rule, index) => this.row(rule, index, calendars))))));
  }

  row(rule, index, calendars) {
    const starts = rule.starts.map((name) => this.app.catalogue.byName.get(name)?.label ?? name);
    return h('tr', null,
      h('td', null, h('b', { class: 'whole' }, rule.id)),
      h('td', { class: 'grow' }, rule.name[language()],
        h('div', { class: 'muted small' }, t('rules.from-day', { fields: starts.join(t('rules.or')) }))),
      h('td', null, limitText(rule, calendars, this.app.catalogue)),
      h('td', null, rule.citation[language()], rule.valid?.from
        && h('div', { class: 'muted small' }, t('rules.valid-from', { day: civilDate(rule.valid.from, language()) }))),
      this.isDraft && h('td', { class: 'right' }, h('button', { class: 'button quiet', type: 'button',
        'aria-label': t('rules.edit-of', { rule: rule.id }), onclick: () => this.edit(index) },
      icon('edit'), t('action.edit'))));
  }

  // Editing one rule

  edit(index) {
    const rule = this.set.document.rules[index];
    const form = simpleForm({
      entries: ruleEntries(rule, this.set.document.calendars), action: t('action.save'),
      onSubmit: async (values) => {
        const made = ruleOf(values, rule);
        if (!made) {
          form.show({ when: t('rules.bad-json') }, null);
          return;
        }
        const rules = this.set.document.rules.map((other, at) => at === index ? made : other);
        try {
          await this.save({ ...this.set.document, rules });
        } catch (problem) {
          form.show({}, this.words(problem, index));
          return;
        }
        dialog.close();
        this.app.messages.good(t('rules.saved', { rule: rule.id }));
      },
    });
    const dialog = openDialog({ title: rule.id, body: form.element, isWide: true });
  }

  async save(document) {
    const { record, etag } = await this.app.api.changeRuleSet(this.set.id, this.etag, { document });
    Object.assign(this, { set: record, etag });
    replace(this.run);
    this.run.hidden = true;
    this.draw();
  }

  /** What is wrong, each with the place in the rule. */
  words(problem, index) {
    if (!problem.errors?.length) return problemText(problem);
    const before = `/document/rules/${index}`;
    return problem.errors.map(({ pointer, detail }) =>
      `${pointer.startsWith(before) ? pointer.slice(before.length + 1) : pointer}${t('list.colon')}${detail}`)
      .join(' ');
  }

  // Dry run

  async dryRun() {
    clearTimeout(this.timer);
    this.run.hidden = false;
    try {
      const job = await this.app.api.startDryRun(this.set.id);
      this.follow(job);
    } catch (problem) {
      replace(this.run, notice('bad', problemText(problem)));
    }
  }

  follow(job) {
    if (this.isGone) return;
    const isOver = job.state !== 'queued' && job.state !== 'running';
    if (isOver) {
      this.showResult();
      return;
    }
    this.drawProgress(job);
    this.timer = setTimeout(async () => {
      try {
        this.follow(await this.app.api.job(job.id));
      } catch (problem) {
        replace(this.run, notice('bad', problemText(problem)));
      }
    }, pollEvery);
  }

  drawProgress(job) {
    const share = job.total > 0 ? Math.min(1, job.done / job.total) : 0;
    replace(this.run, h('h2', null, t('rules.dry-run')),
      h('div', { class: 'progress', role: 'progressbar', 'aria-label': t('rules.dry-run'),
        'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': Math.round(share * 100) },
      h('span', { vars: { '--share': `${Math.round(share * 100)}%` } })),
      h('p', { class: 'muted', role: 'status' }, t('rules.dry-progress', {
        done: number(job.done, language()), total: number(job.total, language()) })));
  }

  async showResult() {
    try {
      const result = await this.app.api.dryRun(this.set.id);
      if (!this.isGone) replace(this.run, dryRunView(result, this.app.catalogue));
    } catch (problem) {
      replace(this.run, notice('bad', problemText(problem)));
    }
  }

  // Activation

  async activate() {
    const made = await signDialog({ app: this.app, title: t('rules.activate-title', { id: this.set.id }),
      what: h('p', null, t('rules.activate-text')), meanings: ['activation'], scope: 'rules',
      isReasonRequired: true,
      send: (signature, reason) => this.app.api.activateRuleSet(this.set.id, this.etag, { reason, signature }) });
    if (!made) return;
    try {
      const { record, etag } = await this.app.api.ruleSet(this.set.id);
      Object.assign(this, { set: record, etag });
      this.app.messages.good(t('rules.is-active', { id: this.set.id }));
      this.draw();
      this.head.querySelector('h1')?.focus();
    } catch (problem) {
      this.app.messages.bad(problemText(problem));
    }
  }
}

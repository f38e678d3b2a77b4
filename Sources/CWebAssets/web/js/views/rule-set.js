/** One version of the rules: its rules, and for a draft a form, a dry run and the act of activation. */
import { h, replace, uniqueID } from '../dom.js';
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
import { appliesText, doneText } from '../rulecondition.js';
import { dryRunView } from './dry-run.js';
import { atControls, limitText, ruleEntries, ruleOf, startsText } from './rule-words.js';

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
    this.found = h('div');
    this.run = h('section', { class: 'block', hidden: true },
      h('h2', { tabIndex: -1 }, t('rules.dry-run')), this.found);
    this.element = h('div', { class: 'page' }, this.head, this.run, this.rules);
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
    return h('tr', null,
      h('td', null, h('b', { class: 'whole' }, rule.id)),
      h('td', { class: 'grow' }, rule.name[language()],
        h('div', { class: 'small' }, appliesText(rule, this.set.document, this.app.catalogue)),
        h('div', { class: 'muted small' }, startsText(rule.starts, this.app.catalogue), ' ',
          doneText(rule, this.set.document, this.app.catalogue))),
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
    const entries = ruleEntries(rule, this.set.document, this.app.catalogue);
    const names = entries.map((entry) => entry.name);
    const document = (made) => ({ ...this.set.document,
      rules: this.set.document.rules.map((other, at) => at === index ? made : other) });
    const form = simpleForm({
      entries, action: t('action.save'),
      // What cannot be read here and what the server refuses of the rest, at once.
      check: async (values) => {
        const { made, errors } = ruleOf(values, rule);
        const refused = await this.refusals(document(made));
        const all = { ...atControls(refused, made, index, names).errors, ...errors };
        // What is empty is told by the form itself.
        return Object.fromEntries(Object.entries(all).filter(([name]) => values[name]));
      },
      onSubmit: async (values) => {
        const { made } = ruleOf(values, rule);
        try {
          await this.save(document(made));
        } catch (problem) {
          const { errors, others } = atControls(problem.errors ?? [], made, index, names);
          const isAllTold = Object.keys(errors).length > 0 && others.length === 0;
          form.show(errors, isAllTold ? null : others.join(' ') || problemText(problem));
          return;
        }
        dialog.close();
        this.app.messages.good(t('rules.saved', { rule: rule.id }));
      },
    });
    // Below what scrolls, so that it is always in sight.
    form.element.id = uniqueID('form');
    form.button.setAttribute('form', form.element.id);
    const dialog = openDialog({ title: rule.id, body: form.element, foot: form.button, isWide: true,
      keep: form.kept({ prefs: this.app.prefs, name: `rule.${this.set.id}.${rule.id}` }) });
  }

  /** What the server finds wrong with a document; nothing when it cannot be asked: then saving says why. */
  async refusals(document) {
    try {
      await this.app.api.validateRules({ document });
      return [];
    } catch (problem) {
      return problem.errors ?? [];
    }
  }

  async save(document) {
    const { record, etag } = await this.app.api.changeRuleSet(this.set.id, this.etag, { document });
    Object.assign(this, { set: record, etag });
    replace(this.found);
    this.run.hidden = true;
    this.draw();
  }

  // Dry run

  async dryRun() {
    clearTimeout(this.timer);
    this.run.hidden = false;
    replace(this.found);
    this.run.querySelector('h2').focus();
    try {
      const job = await this.app.api.startDryRun(this.set.id);
      this.follow(job);
    } catch (problem) {
      replace(this.found, notice('bad', problemText(problem)));
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
        replace(this.found, notice('bad', problemText(problem)));
      }
    }, pollEvery);
  }

  drawProgress(job) {
    const share = job.total > 0 ? Math.min(1, job.done / job.total) : 0;
    replace(this.found,
      h('div', { class: 'progress', role: 'progressbar', 'aria-label': t('rules.dry-run'),
        'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': Math.round(share * 100) },
      h('span', { vars: { '--share': `${Math.round(share * 100)}%` } })),
      h('p', { class: 'muted', role: 'status' }, t('rules.dry-progress', {
        done: number(job.done, language()), total: number(job.total, language()) })));
  }

  async showResult() {
    try {
      const result = await this.app.api.dryRun(this.set.id);
      if (!this.isGone) replace(this.found, dryRunView(result, this.set.document, this.app.catalogue));
    } catch (problem) {
      replace(this.found, notice('bad', problemText(problem)));
    }
  }

  // Activation

  async activate() {
    const made = await signDialog({ app: this.app, title: t('rules.activate-title', { id: this.set.id }),
      what: h('p', null, t('rules.activate-text')), meanings: ['activation'], scope: 'rules',
      isReasonRequired: true, about: `rules.activate.${this.set.id}`,
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

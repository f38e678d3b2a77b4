/** Recording a complaint: from a call to a record in a minute. */
import { debounce, h, replace } from '../dom.js';
import { language, t } from '../i18n.js';
import { civilDate } from '../format.js';
import { findSimilar, similarQueries } from '../similar.js';
import { isWritable } from '../catalogue.js';
import { mergePatch } from '../patch.js';
import { today } from '../dates.js';
import { uniqueKey } from '../tabname.js';
import { chip } from '../widgets/chip.js';
import { isDialogOpen } from '../widgets/dialog.js';
import { FormDraft } from '../widgets/formdraft.js';
import { RecordForm } from '../widgets/recordform.js';
import { notice, problemText } from '../widgets/states.js';
import { fillSystem, referenceSuggestions } from './references.js';

/** What a call answers, in the order of a call: which system, what happened, when and how, how bad. */
const core = {
  site: ['serial', 'system', 'site', 'customer', 'modality', 'brand', 'product', 'model',
    'software_version', 'udi'],
  event: ['summary', 'description', 'event_date', 'outcome', 'in_use', 'patient_involved'],
  identity: ['received', 'aware', 'channel', 'country', 'language', 'late_entry_reason'],
  triage: ['severity', 'priority', 'owner'],
  complainant: ['complainant_name', 'complainant_role', 'complainant_organisation',
    'complainant_phone', 'complainant_email', 'wants_reply'],
};
/** What the site or the state of the file answers, not the caller. */
const neverAsked = ['status', 'site_name'];
/** What the work on the file answers, later. */
const later = ['coding', 'reportability', 'investigation', 'action', 'reply', 'closure', 'provenance'];

export function render(app) {
  const page = new NewComplaint(app);
  return { title: t('new.title'), element: page.element, dispose: () => page.dispose(),
    shown: () => page.shown() };
}

class NewComplaint {
  constructor(app) {
    this.app = app;
    this.key = uniqueKey();
    const start = { received: today(), aware: today(), language: language() };
    this.received = start.received;
    const groups = intakeGroups(app.catalogue);
    const folded = groups.map((group) => group.name).filter((name) => name.startsWith('more-'));
    this.form = new RecordForm({
      groups, record: start, folded, isNew: true, suggest: this.suggestions(),
      onChange: (values) => this.changed(values),
    });
    this.draft = new FormDraft({ prefs: app.prefs, name: 'complaint.new', draftOf,
      again: () => app.router.refresh(),
      onKept: (isKept) => { this.said.textContent = isKept ? t('draft.kept') : ''; } });
    this.lookSimilar = debounce((values) => this.lookUp(values), 300);
    this.similar = h('aside', { class: 'record-side follows', 'aria-label': t('new.similar') });
    this.said = h('span', { class: 'dirty', role: 'status' });
    this.button = h('button', { class: 'button primary', type: 'button',
      'aria-keyshortcuts': 'Control+S', onclick: () => this.save() }, t('new.save'));
    this.element = h('article', { class: 'record' },
      h('header', { class: 'record-head' }, h('div', { class: 'record-title' },
        h('h1', { class: 'grow' }, t('new.title')), this.said,
        h('button', { class: 'button', type: 'button', onclick: () => this.discard() },
          t('action.cancel')), this.button)),
      h('div', { class: 'record-body' }, h('div', { class: 'record-main' }, this.draft.offers,
        this.form.element), this.similar));
    this.onKey = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 's') return;
      event.preventDefault();
      if (!isDialogOpen()) this.save();
    };
    document.addEventListener('keydown', this.onKey);
    this.drawSimilar([]);
  }

  suggestions() {
    const base = referenceSuggestions(this.app, () => this.form);
    return { ...base, serial: { ...base.serial, onPick: ({ system }, isTyped) =>
      this.fillSystem(system, isTyped) } };
  }

  fillSystem(system, isTyped) {
    fillSystem(this.app, this.form, system, isTyped);
    this.app.messages.announce(t('new.filled', { system: system.system_id }));
    this.form.summary.replaceChildren(notice('good', t('new.filled', { system: system.system_id })));
  }

  dispose() {
    this.draft.leave();
    this.lookSimilar.cancel();
    document.removeEventListener('keydown', this.onKey);
  }

  shown() {
    const draft = this.draft.own;
    if (draft) {
      this.received = draft.values.received ?? this.received;
      this.draft.fill(this.form, draft, () => this.startAnew());
    }
    (this.form.inputs.get('serial') ?? [...this.form.inputs.values()][0])?.input
      .focus({ preventScroll: true });
  }

  startAnew() {
    this.draft.drop();
    this.app.router.refresh();
  }

  discard() {
    this.draft.drop();
    this.lookSimilar.cancel();
    this.app.router.go('/complaints');
  }

  /** The day of awareness starts the legal clocks: until somebody says otherwise it is the day of receipt. */
  changed(values) {
    const { received, aware } = values;
    const follows = aware === this.received;
    this.received = received ?? this.received;
    if (received && follows && aware !== received) return void this.form.fill({ aware: received });
    this.draft.keep(values);
    this.lookSimilar(values);
  }

  /** Complaints in like words; what cannot be looked up is not called "none". */
  async lookUp(values) {
    const queries = similarQueries(values);
    const asked = queries.join('\n');
    if (asked === this.asked) return;
    this.asked = asked;
    if (queries.length === 0) return void this.drawSimilar([]);
    try {
      const items = await findSimilar(this.app.api, queries);
      if (asked === this.asked) this.drawSimilar(items, true);
    } catch {
      if (asked !== this.asked) return;
      this.asked = null;
      replace(this.similar, h('h2', null, t('new.similar')), notice('warn', t('new.similar-failed')));
    }
  }

  drawSimilar(items, hasLooked = false) {
    const field = this.app.catalogue.byName.get('status');
    replace(this.similar, h('h2', null, t('new.similar')),
      items.length === 0 && h('p', { class: 'muted' }, t(hasLooked ? 'new.none-similar'
        : 'new.similar-help')),
      h('ul', { class: 'similar-list' }, items.map((item) => h('li', null,
        h('a', { class: 'similar', href: `/complaints/${item.number}`, target: '_blank',
          rel: 'noopener' },
        h('span', { class: 'line' }, h('b', { class: 'num grow' }, item.number),
          chip(field, 'status', item.status)),
        h('span', { class: 'similar-text' }, item.summary),
        h('span', { class: 'muted small' }, [civilDate(item.received, language()), item.model,
          item.site_name].filter(Boolean).join(' · ')))))));
  }

  async save() {
    if (this.button.disabled || !this.form.check()) return;
    const body = mergePatch({}, this.form.values());
    this.button.disabled = true;
    try {
      const record = await this.app.api.createComplaint(body, this.key);
      this.draft.drop();
      const kept = this.app.kept.get('complaints');
      if (kept) kept.isStale = true;
      await this.app.router.go(`/complaints/${record.number}`, { isReplacing: true });
      this.app.messages.good(t('new.saved', { number: record.number }));
    } catch (problem) {
      if (problem.errors?.length) this.form.showProblem(problem);
      else this.form.showFault(problemText(problem));
      // What was refused was not done; another try is another act.
      if (problem.status >= 400 && problem.status < 500) this.key = uniqueKey();
    } finally {
      this.button.disabled = false;
    }
  }
}

/** All of it: tomorrow the form begins with another day. */
function draftOf(values) {
  const kept = Object.entries(values).filter(([, value]) => value !== null);
  return { at: new Date().toISOString(), values: Object.fromEntries(kept) };
}

/** The sections of a call, and what the catalogue has besides, each by its own name. */
export function intakeGroups(catalogue) {
  // An own field that is required is asked for wherever it stands.
  const asked = catalogue.fields.filter((field) => isWritable(field) && !neverAsked.includes(field.name)
    && (!later.includes(field.group) || field.required));
  const label = (name) => catalogue.groups.find((group) => group.name === name)?.label ?? '';
  const byName = new Map(asked.map((field) => [field.name, field]));
  const open = Object.entries(core).map(([name, names]) => ({
    name, label: label(name), fields: names.map((known) => byName.get(known)).filter(Boolean) }));
  const used = new Set(open.flatMap((group) => group.fields));
  const rest = catalogue.groups.map((group) => ({
    name: `more-${group.name}`,
    label: core[group.name] ? t('new.more', { group: group.label }) : group.label,
    fields: asked.filter((field) => field.group === group.name && !used.has(field)),
  }));
  return [...open, ...rest].filter((group) => group.fields.length > 0);
}

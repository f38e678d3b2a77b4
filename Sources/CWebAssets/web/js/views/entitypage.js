/** One site or system: what is known, a form to change it, the way to its complaints. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { t, tn } from '../i18n.js';
import { drafted, draftOf } from '../draftsaver.js';
import { mergePatch } from '../patch.js';
import { isDialogOpen } from '../widgets/dialog.js';
import { recordSections } from '../widgets/fieldview.js';
import { FormDraft } from '../widgets/formdraft.js';
import { RecordForm } from '../widgets/recordform.js';
import { problemText } from '../widgets/states.js';
import { resolveConflict } from './conflict.js';
import { referenceSuggestions } from './references.js';

export class EntityPage {
  /** @param {import('../../app.js').App} app @param {import('./entities.js').Kind} kind */
  constructor(app, kind, { record, etag }) {
    this.app = app;
    this.kind = kind;
    this.record = record;
    this.etag = etag;
    this.isNew = etag === null;
    this.isSending = false;
    this.groups = [{ name: 'main', label: t(`${kind.kind}.facts`), fields: kind.fields }];
    this.catalogue = { groups: this.groups,
      byName: new Map(kind.fields.map((field) => [field.name, field])) };
    this.head = h('header', { class: 'record-head' });
    this.main = h('div', { class: 'record-main' });
    /** The record as the server had it when a draft was taken up. */
    this.newest = null;
    this.draft = new FormDraft({ prefs: app.prefs, name: `${kind.kind}.${this.isNew ? 'new' : record.id}`,
      draftOf: (values) => draftOf(this.record, values, this.etag), again: () => app.router.refresh() });
    this.element = h('article', { class: 'record' }, this.head, this.main);
    this.onKey = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 's' || !this.form) return;
      event.preventDefault();
      if (!isDialogOpen()) this.save();
    };
    document.addEventListener('keydown', this.onKey);
    if (this.isNew) this.edit();
    else this.draw();
  }

  get title() { return this.isNew ? t(`${this.kind.kind}.add`) : this.record[this.kind.key]; }

  get mayEdit() { return this.app.may('work'); }

  dispose() {
    this.draft.leave();
    document.removeEventListener('keydown', this.onKey);
  }

  shown() {
    const draft = this.draft.own;
    if (!draft || !this.mayEdit) return;
    this.newest = { record: this.record, etag: this.etag };
    Object.assign(this, drafted(this.newest, draft));
    this.edit();
    this.draft.fill(this.form, draft, () => this.startAnew());
  }

  startAnew() {
    this.draft.drop();
    this.app.router.refresh();
  }

  cancel() {
    this.draft.drop();
    if (this.isNew) return void this.app.router.go(`/${this.kind.kind}`);
    // What a draft began with was shown as long as it was there.
    Object.assign(this, this.newest);
    this.newest = null;
    return this.draw();
  }

  draw() {
    this.form = null;
    const key = this.record[this.kind.key];
    const filter = new URLSearchParams({ [this.kind.filter]: key });
    this.drawHead(h('div', { class: 'line' },
      h('a', { class: 'button', href: `/complaints?${filter}` }, icon('complaints'),
        t('entity.complaints')),
      this.kind.kind === 'sites' && h('a', { class: 'button', href: `/systems?${filter}` }, icon('base'),
        t('section.systems')),
      this.mayEdit && h('button', { class: 'button primary', type: 'button',
        onclick: () => this.edit() }, icon('edit'), t('action.edit'))));
    replace(this.main, recordSections(this.catalogue, this.record));
  }

  drawHead(actions) {
    replace(this.head, h('div', { class: 'record-title' },
      h('h1', { class: 'grow' }, this.title), actions),
    this.record.name && h('p', { class: 'record-summary' }, this.record.name),
    this.mayEdit && this.draft.offers);
  }

  edit() {
    this.form = new RecordForm({ groups: this.groups, record: this.record,
      suggest: { country: referenceSuggestions(this.app, () => this.form).country,
        ...(this.kind.kind === 'systems'
          ? { site: referenceSuggestions(this.app, () => this.form).site } : {}) },
      onChange: (values) => { this.drawDirty(); this.draft.keep(values); } });
    this.said = h('span', { class: 'dirty', role: 'status' });
    this.button = h('button', { class: 'button primary', type: 'button', onclick: () => this.save() },
      t('action.save'));
    this.drawHead(h('div', { class: 'line' }, this.said,
      h('button', { class: 'button', type: 'button', onclick: () => this.cancel() }, t('action.cancel')),
      this.button));
    replace(this.main, this.form.element);
    this.drawDirty();
    this.form.element.querySelector('input')?.focus({ preventScroll: true });
  }

  drawDirty() {
    const changes = this.form.changes();
    this.said.textContent = this.isNew ? '' : changes.length === 0 ? t('form.unchanged')
      : tn('form.changed', changes.length, { fields: changes.slice(0, 2).join(', ') });
    this.button.disabled = this.isSending || (changes.length === 0 && !this.isNew);
  }

  async save() {
    if (this.isSending || !this.form.check()) return;
    this.isSending = true;
    this.button.disabled = true;
    const values = this.form.values();
    try {
      await this.send(mergePatch(this.record, values), values);
    } finally {
      this.isSending = false;
      if (this.form) this.drawDirty();
    }
  }

  async send(patch, values) {
    const { api } = this.app;
    try {
      if (this.isNew) {
        const made = await api.createEntity(this.kind.kind, patch);
        this.draft.drop();
        await this.app.router.go(`/${this.kind.kind}/${encodeURIComponent(made[this.kind.key])}`,
          { isReplacing: true });
        this.app.messages.good(t('entity.saved', { name: made[this.kind.key] }));
        return;
      }
      const saved = await api.changeEntity(this.kind.kind, this.record.id, this.etag, patch);
      this.take(saved);
    } catch (problem) {
      if (problem.status === 412) await this.meetConflict(problem, values);
      else if (problem.errors?.length) this.form.showProblem(problem);
      else this.form.showFault(problemText(problem));
    }
  }

  take({ record, etag }) {
    this.draft.drop();
    this.newest = null;
    this.record = record;
    this.etag = etag;
    this.draw();
    this.app.messages.good(t('entity.saved', { name: record[this.kind.key] }));
  }

  async meetConflict(problem, values) {
    const theirs = problem.current ?? (await this.app.api.entity(this.kind.kind, this.record.id)).record;
    const chosen = await resolveConflict({ catalogue: this.catalogue, base: this.record, mine: values,
      theirs });
    if (!chosen) return;
    this.record = theirs;
    this.etag = `"${theirs.version}"`;
    this.newest = null;
    const patch = mergePatch(theirs, chosen);
    if (Object.keys(patch).length) await this.send(patch, chosen);
    else this.cancel();
  }
}

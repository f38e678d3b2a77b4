/** One complaint: read it, edit it in place, see its history. */
import { debounce, h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { t, tn } from '../i18n.js';
import { isWritable } from '../catalogue.js';
import { drafted, draftOf } from '../draftsaver.js';
import { isNeeded } from '../condition.js';
import { isSame, mergePatch, valueOf } from '../patch.js';
import { isEnd, isOfStage, reopened, statesIn } from '../steps.js';
import { personName } from '../people.js';
import { AttachmentsPanel } from '../widgets/attachments.js';
import { correctDialog, lockedFields } from '../widgets/correction.js';
import { chip, plainChip } from '../widgets/chip.js';
import { ClocksPanel } from '../widgets/clocks.js';
import { isDialogOpen } from '../widgets/dialog.js';
import { readingOrder, recordSections } from '../widgets/fieldview.js';
import { FormDraft } from '../widgets/formdraft.js';
import { RecordForm } from '../widgets/recordform.js';
import { SignaturesPanel } from '../widgets/signatures.js';
import { signMove } from '../widgets/signmove.js';
import { sourceRow } from '../widgets/sourcerow.js';
import { stepper } from '../widgets/stepper.js';
import { notice, problemText, refusalWords } from '../widgets/states.js';
import { referenceSuggestions } from './references.js';
import { resolveConflict } from './conflict.js';
import { ComplaintPanels } from './complaint-panels.js';
import { agreesToEnd, askReason, endNotice, lateNote } from './ending.js';

export async function render(app, place) {
  const loaded = await app.api.complaint(place.params.number);
  const page = new ComplaintPage(app, loaded);
  const isToEdit = Boolean(place.state?.edit);
  return { title: page.record.number, element: page.element, dispose: () => page.dispose(),
    shown: () => page.shown(isToEdit) };
}

class ComplaintPage {
  constructor(app, { record, etag }) {
    this.app = app;
    this.record = record;
    this.etag = etag;
    this.form = null;
    /** Why a change is made, as it was last asked: a refusal does not lose it. */
    this.reason = '';
    /** The record as the server had it when a draft was taken up. */
    this.newest = null;
    /** The states that the file was in, as far as its history is here. */
    this.states = null;
    this.head = h('header', { class: 'record-head' });
    this.main = h('div', { class: 'record-main' });
    this.side = h('aside', { class: 'record-side', 'aria-label': t('history.title') });
    this.stale = h('div', { hidden: true });
    this.attachments = new AttachmentsPanel({ app, record,
      mayChange: () => app.may('intake') && !this.isEnded && !this.record.erased,
      onChanged: () => this.loadHistory(), late: () => this.late('attachment') });
    this.signatures = new SignaturesPanel({ app, record: () => this.record,
      onSigned: () => this.loadHistory() });
    this.clocks = new ClocksPanel({ app, record });
    this.panels = new ComplaintPanels(this);
    replace(this.side, h('h2', null, t('history.title')), this.panels.trouble, this.panels.timeline.element);
    this.element = h('article', { class: 'record' }, this.head,
      h('div', { class: 'record-body' }, this.main, h('div', { class: 'record-right' }, this.clocks.element,
        this.panels.elements, this.signatures.element, this.attachments.element, this.side)));
    /** The newest version that one's own acts have made. */
    this.known = 0;
    this.draft = new FormDraft({ prefs: app.prefs, name: `complaint.${record.id}`,
      draftOf: (values) => draftOf(this.record, values, this.etag), again: () => app.router.refresh() });
    this.renewSoon = debounce(() => { if (this.known > this.record.version) this.renew(); }, 400);
    this.onKey = (event) => this.pressed(event);
    document.addEventListener('keydown', this.onKey);
    for (const [name, act] of Object.entries(this.attachments.drops)) document.addEventListener(name, act);
    this.unlisten = app.live.listen((change) => this.changed(change));
    this.draw();
    this.loadHistory();
    this.signatures.load();
    this.panels.next.load();
  }

  dispose() {
    this.isGone = true;
    this.draft.leave();
    this.panels.timeline.leave();
    this.renewSoon.cancel();
    this.unlisten();
    document.removeEventListener('keydown', this.onKey);
    for (const [name, act] of Object.entries(this.attachments.drops)) document.removeEventListener(name, act);
    this.panels.dispose();
    this.attachments.dispose();
    this.clocks.dispose();
  }

  get isEnded() { return isEnd(this.record.status); }

  /** What to do with a paper that arrives now; nothing while it can just be entered. */
  late(kind) {
    if (!this.isEnded || this.record.erased || this.record.status === 'duplicate') return null;
    return lateNote(this.app, kind, () => this.reopen());
  }

  get mayEdit() { return this.app.may('work') && !this.isEnded; }

  shown(isToEdit) {
    const draft = this.draft.own;
    if (!this.mayEdit) return;
    if (!draft) {
      if (!isToEdit) return;
      // Once: coming back here is reading again.
      this.app.router.keep({ edit: false });
      this.edit();
      return;
    }
    this.newest = { record: this.record, etag: this.etag };
    Object.assign(this, drafted(this.newest, draft));
    this.edit();
    this.draft.fill(this.form, draft, () => this.cancel());
  }

  draw() {
    const hadFocus = this.element.contains(document.activeElement);
    this.drawHead();
    this.attachments.draw();
    this.panels.draw();
    if (!this.form) this.drawMain();
    // What had the focus is gone: the next step takes it.
    if (hadFocus && !this.form) this.head.querySelector('.button.primary')?.focus({ preventScroll: true });
  }

  drawHead() {
    const { record } = this;
    const { byName } = this.app.catalogue;
    replace(this.head,
      h('div', { class: 'record-title' },
        h('div', { class: 'line wrap grow' }, h('h1', { class: 'num' }, record.number),
          chip(byName.get('status'), 'status', record.status),
          record.severity && chip(byName.get('severity'), 'severity', record.severity),
          record.source && plainChip(t('record.imported', { source: record.source }))),
        this.actions()),
      record.summary && h('p', { class: 'record-summary', title: record.summary }, record.summary),
      byName.get('status') && this.stepper(),
      record.erased && notice('', t('versions.erased')),
      this.isEnded && endNotice(this.app, record, () => this.reopen()), this.stale,
      this.mayEdit && this.draft.offers);
  }

  /** The steps, when their history is here; the rest of the head stays as it is. */
  drawSteps() {
    const steps = this.head.querySelector('.stepper');
    const focused = steps?.contains(document.activeElement);
    steps?.replaceWith(this.stepper());
    if (focused) this.head.querySelector('.step-go')?.focus();
  }

  stepper() {
    const way = this.mayEdit && !this.form
      ? { targets: this.panels.next.targets, move: (to) => this.panels.next.take(to) } : null;
    return stepper(this.app.catalogue.byName.get('status'), this.record.status, this.states, way);
  }

  actions() {
    if (this.form) {
      this.saveButton = h('button', { class: 'button primary', type: 'button',
        'aria-keyshortcuts': 'Control+S', onclick: () => this.save() }, t('action.save'));
      this.dirty = h('span', { class: 'dirty', role: 'status' });
      this.drawDirty();
      return h('div', { class: 'line' }, this.dirty,
        h('button', { class: 'button', type: 'button', onclick: () => this.cancel() },
          t('action.cancel')), this.saveButton);
    }
    const { number } = this.record;
    return h('div', { class: 'line' },
      h('a', { class: 'button quiet', href: `/complaints/${encodeURIComponent(number)}/versions` },
        icon('history'), t('versions.link')),
      h('button', { class: 'button quiet', type: 'button', onclick: () => print() }, icon('print'),
        t('action.print')),
      h('a', { class: 'button quiet', href: this.app.api.packAddress(this.record.id), download: '',
        title: t('pack.title') }, icon('export'), t('pack.action')),
      this.mayEdit && h('button', { class: 'button primary', type: 'button',
        onclick: () => this.edit() }, icon('edit'), t('action.edit')));
  }

  drawMain() {
    replace(this.main, recordSections(this.app.catalogue, this.record,
      ['number', 'status', 'severity', 'summary', 'id', 'version'], (field) => this.correctButton(field)),
    sourceRow(this.record));
  }

  /** Beside a field that is locked after intake, for who may sign a correction of it. */
  correctButton(field) {
    if (field.entry !== 'intake' || this.record.status === 'received' || this.isEnded) return null;
    if (!this.app.may('sign') || !lockedFields(this.app.catalogue).includes(field)) return null;
    return h('button', { class: 'link correct', type: 'button',
      'aria-label': t('correct.of', { field: field.label }), onclick: () => this.correct(field) },
    t('correct.action'));
  }

  async correct(field) {
    const saved = await correctDialog({ app: this.app, record: this.record, etag: this.etag,
      field: field.name });
    if (saved) this.take(saved, 'correct.done');
  }

  edit() {
    const groups = readingOrder(this.app.catalogue.groups).map((group) => ({
      ...group, fields: group.fields.filter((field) => isWritable(field) && !(this.record.erased && field.access !== 'open')),
    })).filter((group) => group.fields.length > 0);
    this.form = new RecordForm({
      groups, record: this.record, suggest: referenceSuggestions(this.app, () => this.form),
      onChange: (values) => { this.drawDirty(); this.draft.keep(values); },
      folded: groups.filter((group) => !this.isOpen(group)).map((group) => group.name),
    });
    replace(this.main, this.form.element);
    this.drawHead();
    this.form.element.querySelector('input, select, textarea')?.focus({ preventScroll: true });
  }

  /** Sections of the file's present stage are open, and those where something is known or missing. */
  isOpen(group) {
    const value = (name) => valueOf(this.record, name) ?? null;
    return isOfStage(group.name, this.record.status) || group.fields.some((field) =>
      !isSame(value(field.name), null) || isNeeded(field, this.record.status, value));
  }

  drawDirty() {
    const changes = this.form?.changes() ?? [];
    if (!this.dirty) return;
    this.dirty.textContent = changes.length === 0 ? t('form.unchanged')
      : tn('form.changed', changes.length, { fields: changes.slice(0, 2).join(', ') });
    this.dirty.title = changes.join(', ');
    this.saveButton.disabled = changes.length === 0;
  }

  cancel() {
    this.reason = '';
    this.draft.drop();
    this.form = null;
    // What a draft began with was shown as long as it was there.
    Object.assign(this, this.newest);
    this.newest = null;
    this.draw();
  }

  async save() {
    if (!this.form || this.saveButton.disabled || !this.form.check()) return;
    const values = this.form.values();
    const patch = mergePatch(this.record, values);
    if (patch.status === 'closed') return this.close(patch);
    const agreed = await agreesToEnd(this.app, this.record.id, patch, this.reason);
    this.reason = agreed?.change_reason ?? this.reason;
    return agreed && this.send({ ...patch, ...agreed }, values);
  }

  /** Closing is signed, with whatever else was entered in the same change. */
  async close({ status, ...values }) {
    const saved = await signMove({ app: this.app, record: this.record, etag: this.etag, to: status, values });
    if (saved) this.taken(saved);
  }

  async send(patch, values) {
    if (Object.keys(patch).length === 0) return this.cancel();
    this.saveButton.disabled = true;
    try {
      const saved = await this.app.api.changeComplaint(this.record.id, this.etag, patch);
      this.taken(saved);
    } catch (problem) {
      // The draft waits; nothing asks over another page.
      if (this.isGone) return this.app.messages.bad(refusalWords(problem));
      if (problem.status === 412) return this.meetConflict(problem, values);
      if (problem.errors.some((error) => error.pointer === '/change_reason')) {
        const reason = await askReason(this.app, this.record.id, this.reason);
        this.reason = reason || this.reason;
        if (reason) return this.send({ ...patch, change_reason: reason }, values);
      }
      if (problem.errors.length) this.form.showProblem(problem);
      else this.form.showFault(problemText(problem));
      this.drawDirty();
    }
    return undefined;
  }

  /** The one change that a file at its end takes, signed. A draft that waits is taken up again. */
  async reopen() {
    const saved = await signMove({ app: this.app, record: this.record, etag: this.etag, to: reopened });
    if (!saved) return;
    this.take(saved, 'record.reopened');
    this.shown(false);
  }

  taken(saved) {
    this.reason = '';
    this.draft.drop();
    this.take(saved, 'record.saved');
  }

  /** Shows the record as the server has it now. */
  take({ record, etag }, message) {
    const kept = this.app.kept.get('complaints');
    if (kept) kept.isStale = true;
    this.record = { ...record, source_row: record.source_row ?? this.record.source_row };
    this.etag = etag;
    this.newest = null;
    this.form = null;
    this.stale.hidden = true;
    this.draw();
    this.clocks.changed();
    this.loadHistory();
    this.signatures.load();
    this.panels.moved();
    this.app.messages.good(t(message, { number: record.number }));
  }

  /** What belongs to the file moved its version: it is taken as it is now, unless somebody edits it. */
  async renew() {
    const { record, etag } = await this.app.api.complaint(this.record.id);
    if (this.form || record.version < this.record.version) return;
    this.record = { ...record, source_row: record.source_row ?? this.record.source_row };
    this.etag = etag;
    this.stale.hidden = true;
    this.drawHead();
    this.drawMain();
    this.clocks.changed();
    this.loadHistory();
    this.signatures.load();
    this.panels.moved();
  }

  async meetConflict(problem, values) {
    const theirs = problem.current
      ?? (await this.app.api.complaint(this.record.id)).record;
    const base = this.record;
    const chosen = await resolveConflict({ catalogue: this.app.catalogue, base, mine: values, theirs });
    this.drawDirty();
    if (!chosen) return;
    this.record = theirs;
    this.etag = `"${theirs.version}"`;
    this.newest = null;
    const patch = mergePatch(theirs, chosen);
    if (Object.keys(patch).length === 0) this.taken({ record: theirs, etag: this.etag });
    else await this.send(patch, { ...values, ...chosen });
  }

  changed(change) {
    const isHere = change.number === this.record.number;
    if (change.isReset || (isHere && change.entity === 'attachment')) this.attachments.changed();
    if (change.isReset || (isHere && change.entity === 'signature')) {
      this.signatures.load();
      this.loadHistory();
    }
    this.panels.changed(change, isHere);
    const isOurs = change.entity === 'complaint'
      && (change.id === this.record.id || change.number === this.record.number);
    if (isOurs || change.isReset || change.entity === 'rule_set') this.clocks.changed();
    if (!isOurs || change.version <= this.record.version) return;
    // One's own act is no news: the page takes it, unless the answer to it already has.
    if (change.actor === this.app.session?.user.name) {
      this.known = Math.max(this.known, change.version);
      if (this.form) this.loadHistory();
      else this.renewSoon();
      return;
    }
    this.stale.hidden = false;
    replace(this.stale, notice('warn', t('record.stale', { who: personName(change.actor) }), ' ',
      !this.form && h('button', { class: 'link', type: 'button',
        onclick: () => this.app.router.refresh() }, t('record.reload'))));
    this.signatures.load();
    this.loadHistory();
  }

  async loadHistory() {
    const history = await this.panels.loadHistory();
    if (!history) return;
    this.states = statesIn(history);
    this.drawSteps();
  }

  pressed(event) {
    if ((event.ctrlKey || event.metaKey) && event.key === 's' && this.form) {
      event.preventDefault();
      // What asks over the page is answered first.
      if (!isDialogOpen()) this.save();
    } else if ((event.key === 'e' || event.key === 'F2') && !this.form && !event.ctrlKey && !event.metaKey
      && !event.target.closest('input, textarea, select, dialog') && this.mayEdit) {
      event.preventDefault();
      this.edit();
    }
  }
}

/** The attachments of one complaint: what is there, what is on its way, and a place to drop more. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t } from '../i18n.js';
import { ago, bytes, instant } from '../format.js';
import { personName } from '../people.js';
import { plainChip } from './chip.js';
import { openDialog } from './dialog.js';
import { LivePanel } from './livepanel.js';
import { notice, problemText } from './states.js';
import { UploadQueue } from './uploads.js';

const mask = '•••';
const noteMax = 500;

/** Uploads go on when somebody turns to another page; nothing is drawn any more. */
export class AttachmentsPanel extends LivePanel {
  /**
   * @param {{app: any, record: {id: number, number: string}, mayChange: () => boolean,
   *   onChanged: () => void, late: () => Node}} place `onChanged` is called when the history has more to tell, `late` makes
   *   what a closed file shows in place of the tools
   */
  constructor({ app, record, mayChange, onChanged, late }) {
    super(150);
    Object.assign(this, { app, record, mayChange, onChanged, late });
    /** @type {any[]|null} null until they are here */
    this.items = null;
    /** Of the files merged into this one; they are changed there. @type {{number: string, items: any[]}[]} */
    this.merged = [];
    this.limits = null;
    this.input = h('input', { type: 'file', multiple: true, class: 'unseen', tabIndex: -1,
      'aria-hidden': 'true', onchange: () => { this.take(this.input.files); this.input.value = ''; } });
    this.patient = h('input', { type: 'checkbox', id: 'attachment-patient' });
    this.note = h('input', { class: 'input', type: 'text', id: 'attachment-note', maxLength: noteMax,
      'aria-label': t('attachments.note'), placeholder: t('attachments.note') });
    this.heading = h('h2', { id: 'attachments-title', tabIndex: -1 }, t('attachments.title'));
    this.tools = h('div');
    this.list = h('div');
    this.queue = new UploadQueue({
      send: (file, options) => app.api.attach(record.id, file, options),
      refusal: (file) => this.refusal(file),
      onDone: (attachment) => this.attached(attachment),
      onCancel: (name) => app.messages.announce(t('attachments.cancelled', { name })),
      onFailed: (name) => app.messages.announce(t('attachments.failed', { name })),
    });
    this.element = h('section', { class: 'attachments', 'aria-labelledby': 'attachments-title' },
      this.heading, this.list, this.queue.element, this.tools, this.input);
    this.acceptDrops();
    this.draw();
    this.load();
  }

  /** The answer to the newest question counts, in whatever order answers come. */
  async load() {
    const question = this.question = (this.question ?? 0) + 1;
    try {
      const [found] = await Promise.all([this.app.api.attachments(this.record.id), this.app.peopleKnown]);
      if (question !== this.question) return;
      this.items = found.items;
      this.merged = found.merged;
      this.limits = found.limits;
      this.draw();
    } catch (problem) {
      if (question === this.question) this.showProblem(this.list, problem);
    }
  }

  refresh() {
    super.refresh();
    this.onChanged();
  }

  draw() {
    this.drawTools();
    if (!this.items) return;
    const focused = document.activeElement?.closest?.('.attachment')?.dataset.id;
    const live = this.items.filter((item) => !item.withdrawn).length;
    replace(this.heading, t('attachments.title'), live > 0 && h('span', { class: 'count' }, ` ${live}`));
    replace(this.list, this.items.length === 0
      ? h('p', { class: 'muted' }, t(this.mayChange() ? 'attachments.none' : 'attachments.none-read'))
      : h('ul', { class: 'attachment-list', 'aria-labelledby': 'attachments-title' },
        this.items.map((item) => this.row(item))),
    this.merged.map(({ number, items }) => h('section', { 'aria-label': t('attachments.of-member', { number }) },
      h('h3', null, t('attachments.of'), ' ', h('a', { href: `/complaints/${number}` }, number)),
      h('ul', { class: 'attachment-list' }, items.map((item) => this.row(item, true))))));
    if (focused) this.list.querySelector(`[data-id="${focused}"] a, [data-id="${focused}"] button`)?.focus();
  }

  drawTools() {
    if (!this.mayChange()) { replace(this.tools, this.late()); return; }
    if (this.tools.querySelector('.attachment-drop')) return;
    replace(this.tools, h('div', { class: 'attachment-drop' },
      h('button', { class: 'button', type: 'button', onclick: () => this.input.click() },
        icon('upload'), t('attachments.add')),
      h('span', { class: 'muted small' }, t('attachments.drop')),
      this.note,
      h('label', { class: 'line small', for: 'attachment-patient' }, this.patient,
        t('attachments.patient'))));
  }

  // One attachment

  row(item, isMembers = false) {
    const isHidden = item.erased || (item.patient_data && item.name === mask);
    return h('li', { class: `attachment${item.withdrawn ? ' withdrawn' : ''}`, dataset: { id: item.id } },
      this.picture(item, isHidden),
      h('div', { class: 'attachment-words' }, this.name(item, isHidden),
        h('div', { class: 'muted small' }, bytes(item.bytes, language()), ' · ',
          personName(item.created_by), ' · ', h('time', { datetime: item.created,
            title: instant(item.created, language()) }, ago(item.created, language()))),
        item.patient_data && plainChip(t('attachments.patient-data'), 'tone-amber shape-diamond'),
        item.note && item.note !== mask && h('p', { class: 'small' }, item.note),
        item.withdrawn && h('p', { class: 'small reason' }, t('attachments.withdrawn', {
          who: personName(item.withdrawn.by), reason: item.withdrawn.reason }))),
      !isMembers && this.mayMark(item) && h('button', { class: 'button quiet icon-only', type: 'button',
        title: t(item.patient_data ? 'attachments.unmark' : 'attachments.mark'),
        'aria-label': t(item.patient_data ? 'attachments.unmark-of' : 'attachments.mark-of',
          { name: this.shownName(item) }),
        onclick: () => this.mark(item) }, icon(item.patient_data ? 'open' : 'lock')),
      !isMembers && this.mayWithdraw(item) && h('button', { class: 'button quiet icon-only', type: 'button',
        title: t('attachments.withdraw'),
        'aria-label': t('attachments.withdraw-of', { name: this.shownName(item) }),
        onclick: () => this.withdraw(item) }, icon('undo')));
  }

  shownName(item) {
    return item.erased ? t('attachments.erased') : item.name === mask ? t('attachments.hidden') : item.name;
  }

  name(item, isHidden) {
    if (isHidden) return h('span', { class: 'attachment-name muted' }, this.shownName(item));
    const link = h('a', { class: 'attachment-name', href: this.app.api.attachmentAddress(item),
      download: item.name }, item.name);
    return item.withdrawn ? h('s', null, link) : link;
  }

  /** A small picture that opens a large one; what holds patient data is fetched only when asked for. */
  picture(item, isHidden) {
    if (!item.inline || isHidden || item.withdrawn) {
      return h('span', { class: 'attachment-picture' }, icon(isHidden ? 'lock' : 'file'));
    }
    return h('button', { class: 'attachment-picture', type: 'button',
      'aria-label': t('attachments.show', { name: item.name }), onclick: () => this.show(item) },
    item.patient_data ? icon('file') : h('img', { src: this.app.api.attachmentAddress(item, true),
      alt: '', loading: 'lazy', decoding: 'async' }));
  }

  show(item) {
    const image = h('img', { class: 'attachment-image', src: this.app.api.attachmentAddress(item, true),
      alt: item.note || item.name });
    const body = h('div', { class: 'attachment-stage' }, image);
    image.addEventListener('error', () => replace(body, notice('bad', t('attachments.no-picture'))));
    openDialog({ title: item.name, isWide: true, body,
      foot: h('a', { class: 'button', href: this.app.api.attachmentAddress(item), download: item.name },
        icon('imports'), t('attachments.download')) });
  }

  /** The mark takes away who may see it; only who may see patient data takes it off again. */
  mayMark(item) {
    return this.mayChange() && !item.withdrawn && !item.erased && this.app.may('work')
      && (!item.patient_data || this.app.may('patient'));
  }

  async mark(item) {
    const name = this.shownName(item);
    try {
      await this.app.api.markAttachment(item, !item.patient_data);
      this.app.messages.good(t(item.patient_data ? 'attachments.unmarked' : 'attachments.marked', { name }));
      await this.load();
      this.onChanged();
      this.list.querySelector(`[data-id="${item.id}"] button`)?.focus();
    } catch (problem) {
      this.app.messages.bad(problemText(problem));
      this.load();
    }
  }

  mayWithdraw(item) {
    const isOwn = item.created_by === this.app.session?.user.name;
    return this.mayChange() && !item.withdrawn && (isOwn || this.app.may('work'));
  }

  async withdraw(item) {
    const name = this.shownName(item);
    await this.askAndWithdraw({ about: `attachment.withdraw.${item.id}`, isDangerous: true,
      title: t('attachments.withdraw-title', { name }), text: t('attachments.withdraw-text'),
      action: t('attachments.withdraw'), said: t('attachments.withdrew', { name }),
      send: (reason) => this.app.api.withdrawAttachment(item, reason) });
  }

  // What comes

  take(files) {
    const options = { isPatient: this.patient.checked, note: this.note.value.trim() };
    for (const file of files) this.queue.add(file, options);
    this.patient.checked = false;
    this.note.value = '';
  }

  /** Why a file need not even be sent; nothing when it may. */
  refusal(file) {
    const max = this.limits?.file_bytes_max;
    if (file.size === 0) return t('attachments.empty-file');
    return max && file.size > max ? t('attachments.too-large', { max: bytes(max, language()) }) : '';
  }

  attached(attachment) {
    this.app.messages.announce(t('attachments.added', { name: this.shownName(attachment) }));
    this.changed();
  }

  /** Files may be dropped anywhere on the page of the complaint. */
  acceptDrops() {
    this.drops = {
      dragover: (event) => {
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = this.mayChange() ? 'copy' : 'none';
        this.element.classList.toggle('over', this.mayChange());
      },
      dragleave: (event) => {
        if (!event.relatedTarget) this.element.classList.remove('over');
      },
      drop: (event) => {
        this.element.classList.remove('over');
        if (!event.dataTransfer?.types.includes('Files')) return;
        // A browser would leave the page for the file.
        event.preventDefault();
        if (this.mayChange()) this.take(event.dataTransfer.files);
      },
    };
  }
}

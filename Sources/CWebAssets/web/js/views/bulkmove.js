/** Brings the selected complaints to another step: what would happen to each is shown before anything is. */
import { h, replace } from '../dom.js';
import { language, t, tn } from '../i18n.js';
import { number } from '../format.js';
import { valueLabel } from '../catalogue.js';
import { chosenBody } from '../viewstate.js';
import { BulkWork } from '../widgets/bulkwork.js';
import { openDialog } from '../widgets/dialog.js';
import { missingText } from '../widgets/nextstep.js';
import { signDialog } from '../widgets/signdialog.js';
import { notice, problemText } from '../widgets/states.js';
import { reasonBytesMax, textBox, tooLong } from '../widgets/textbox.js';

/** Files in one go: what the preview looks at. */
export const movesMax = 5000;
/** Refused files that are listed; the rest is counted. */
const listedMax = 50;
const targets = ['triage', 'assessed', 'investigation', 'action', 'reply', 'review', 'closed',
  'not_a_complaint', 'withdrawn'];

/**
 * @param {any} app @param {{selection: any, view: any, total: number}} chosen
 * @returns {Promise<boolean>} whether anything was moved
 */
export function moveMany(app, { selection, view, total }) {
  return new BulkMove(app, selection, view, total).open();
}

class BulkMove {
  constructor(app, selection, view, total) {
    Object.assign(this, { app, selection, view, total });
    this.field = app.catalogue.byName.get('status');
    this.status = h('select', { class: 'input', id: 'bulk-to', 'data-autofocus': true },
      h('option', { value: '' }, ''), targets.map((name) => h('option', { value: name }, valueLabel(this.field, name))));
    this.reason = textBox({ id: 'bulk-reason', rows: 2 });
    this.preview = h('div', { class: 'move-preview', 'aria-live': 'polite' });
    this.button = h('button', { class: 'button primary', type: 'button', disabled: true,
      onclick: () => this.start() }, t('bulkmove.do'));
    this.status.addEventListener('change', () => this.look());
    // A reason may be what was missing.
    this.reason.input.addEventListener('change', () => this.look());
    this.hasMoved = false;
  }

  /** What is kept of it, whatever is selected then: where to, once somebody has said why. */
  get kept() {
    return { prefs: this.app.prefs, name: 'bulk.move',
      read: () => ({ to: this.reason.text ? this.status.value : '', reason: this.reason.input.value }),
      fill: ({ to, reason }) => {
        this.status.value = to;
        this.reason.input.value = reason;
        this.look();
      } };
  }

  open() {
    this.dialog = openDialog({
      keep: this.kept,
      title: t('bulkmove.title', { n: number(this.selection.count(this.total), language()) }),
      body: h('form', { class: 'stack', onsubmit: (event) => event.preventDefault() },
        h('div', { class: 'field' }, h('label', { for: 'bulk-to', class: 'field-label' }, t('next.to')), this.status),
        h('div', { class: 'field' }, h('label', { for: 'bulk-reason', class: 'field-label' }, t('reason.label'),
          h('span', { class: 'optional' }, t('form.optional'))), this.reason.input, this.reason.error), this.preview),
      foot: [h('button', { class: 'button', type: 'button', onclick: () => this.dialog.leave() },
        t('action.close')), this.button],
    });
    return this.dialog.closed.then(() => {
      this.work?.dispose();
      return this.hasMoved;
    });
  }

  async look() {
    const asked = this.asked = {};
    this.reason.setError(tooLong(this.reason.text, reasonBytesMax));
    this.button.disabled = true;
    if (!this.status.value) return void replace(this.preview);
    if (this.selection.count(this.total) > movesMax) {
      replace(this.preview, notice('warn', t('bulkmove.too-many', { n: number(movesMax, language()) })));
      return;
    }
    replace(this.preview, h('p', { class: 'muted' }, t('bulkmove.looking')));
    try {
      const found = await this.app.api.previewTransition({ to: this.status.value,
        ...chosenBody(this.selection, this.view, this.app.catalogue.byName),
        has_reason: this.reason.text !== '', has_signature: true });
      if (this.asked !== asked) return;
      this.moving = found.items.filter((item) => item.allowed);
      this.show(found);
    } catch (problem) {
      if (this.asked === asked) replace(this.preview, notice('bad', problemText(problem)));
    }
  }

  show({ items, allowed, refused }) {
    const stays = items.filter((item) => !item.allowed);
    replace(this.preview, h('p', null, h('b', null, tn('bulkmove.allowed', allowed, { n: number(allowed, language()) }))),
      refused > 0 && h('p', null, tn('bulkmove.refused', refused, { n: number(refused, language()) })),
      refused > 0 && h('div', { class: 'move-refused', tabIndex: 0, role: 'region', 'aria-label': t('bulkmove.why') },
        h('table', { class: 'plain-table' }, h('tbody', null, stays.slice(0, listedMax).map((item) =>
          h('tr', null, h('th', { scope: 'row', class: 'num' }, item.number),
            h('td', null, item.missing.map((line) => h('div', null, missingText(this.app.catalogue, line))))))))),
      refused > listedMax && h('p', { class: 'muted' }, t('bulkmove.more', { n: number(refused - listedMax, language()) })));
    this.button.disabled = allowed === 0;
  }

  async start() {
    if (!this.reason.check()) return;
    const signed = this.moving.filter((item) => item.asks_signature).length;
    const reason = this.reason.text;
    this.button.disabled = true;
    try {
      const work = signed > 0 ? await this.sign(signed, reason) : await this.send({}, reason);
      this.button.disabled = Boolean(work);
      if (!work) return;
      this.status.disabled = this.reason.input.disabled = true;
      this.hasMoved = true;
      this.dialog.sent();
      this.follow(work);
    } catch (problem) {
      replace(this.preview, notice('bad', problemText(problem)));
    }
  }

  send(more, reason) {
    return this.app.api.bulkEdit({
      rows: this.moving.map(({ id, version }) => ({ id, version })), change: { status: this.status.value },
      ...(reason ? { change_reason: reason } : {}), ...more }, crypto.randomUUID());
  }

  /** One signature request for all files that are closed or opened again. */
  sign(count, reason) {
    const meaning = this.status.value === 'closed' ? 'closure' : 'reopening';
    return signDialog({ app: this.app, about: 'bulk.move.sign', title: this.dialog.element.querySelector('h2').textContent, scope: 'many',
      meanings: [meaning], isReasonRequired: meaning === 'reopening', reason,
      what: h('p', null, tn(`signmove.many-${meaning}`, count, { n: number(count, language()) })),
      send: (signature, why) => this.send({ signature }, why) });
  }

  /** The work goes on by itself, also when nobody looks any more. */
  follow(work) {
    this.work = new BulkWork({ app: this.app, work });
    replace(this.preview, this.work.element);
    this.work.element.focus();
  }
}

/** One piece of bulk work: how far it is, what became of its rows and why; stopping it, taking it back. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { number } from '../format.js';
import { Polling } from '../polling.js';
import { fieldOfPointer } from '../validate.js';
import { reasonDialog } from './dialog.js';
import { valueView } from './fieldview.js';
import { notice, problemText } from './states.js';

/** Rows that stayed as they were: what is shown of them; the file has all. */
const stayed = 'conflict,refused';
const undoable = ['done', 'cancelled', 'failed'];

/** Whether nothing more happens. */
export const isOver = (work) => !['queued', 'running'].includes(work.state);

/** What the work is about, in words: the fields that it writes. */
export function bulkTitle(work, catalogue) {
  const labels = (work.fields ?? []).map((name) => catalogue.byName.get(name)?.label ?? name);
  if (work.kind === 'create') return t('bulk.kind-create');
  const what = labels.join(', ') || t('bulk.kind-edit');
  return work.kind === 'undo' ? t('bulk.kind-undo', { what }) : what;
}

/** Which fields were given which values; null where that is not told. */
export function givenView(work, catalogue) {
  if (!work.given?.length) return null;
  return h('dl', { class: 'bulk-given' }, work.given.map(({ field: name, value }) => {
    const field = catalogue.byName.get(name) ?? { name, label: name, type: 'text' };
    return h('div', null, h('dt', null, field.label), h('dd', null, value === null || value.length === 0
      ? h('span', { class: 'muted' }, t('value.emptied')) : valueView(field, value)));
  }));
}

/** Why a row stayed, after the field that it is about. */
export function faultText({ pointer, detail }, catalogue) {
  const name = fieldOfPointer(pointer);
  const label = catalogue.byName.get(name)?.label;
  return label ? `${label}${t('list.colon')}${detail}` : detail;
}

export class BulkWork {
  /**
   * @param {{app: any, work: Object, onChange?: (work: Object) => void, level?: string, showsFiles?: boolean}} o
   *   `onChange` is told of each state that is new; `level`: of the heading inside; `showsFiles`: whether the
   *   numbers of the changed files are unfolded
   */
  constructor({ app, work, onChange = () => {}, level = 'h3', showsFiles = false }) {
    Object.assign(this, { app, work, onChange, level, showsFiles });
    this.said = h('div', { class: 'stack tight' });
    this.rows = h('div');
    this.files = h('div');
    this.tools = h('div', { class: 'line wrap' });
    this.element = h('section', { class: 'bulk-work stack', tabIndex: -1, 'aria-label': t('bulk.work') },
      this.said, this.tools, this.rows, this.files);
    this.polling = new Polling({ ask: () => this.app.api.bulk(this.work.id),
      onAnswer: (next) => this.show(next), onRefused: (problem) => this.lose(problem) });
    this.draw();
    this.follow();
  }

  dispose() {
    this.isGone = true;
    this.polling.stop();
  }

  /** Shows another piece of work in its place: what takes it back. */
  show(work) {
    this.work = work;
    this.draw();
    this.onChange(work);
    this.follow();
  }

  /** Asks how far it is until it has ended. */
  follow() {
    if (this.isGone || isOver(this.work)) this.polling.stop();
    else this.polling.start();
  }

  /** It is not to be followed any more: the work goes on, what is shown does not. */
  lose(problem) {
    replace(this.said, this.progress(), notice('bad', t('bulk.lost', { reason: problemText(problem) })));
  }

  draw() {
    const { work } = this;
    replace(this.said, isOver(work) ? this.result() : this.progress(), isOver(work) && this.counts());
    this.drawTools();
    this.drawFiles();
    const stays = work.refused + work.conflict;
    if (!isOver(work) || stays === 0) replace(this.rows);
    else if (this.listed !== work.id) this.loadRows(stays);
  }

  progress() {
    const { done, total } = this.work;
    const share = (100 * done) / Math.max(1, total);
    return [h('p', { class: 'num' }, t('bulk.running', { done: number(done, language()),
      total: number(total, language()) })),
    h('div', { class: 'progress', role: 'progressbar', 'aria-label': t('bulk.progress'),
      'aria-valuenow': Math.round(share), 'aria-valuemin': 0, 'aria-valuemax': 100 },
    h('span', { vars: { '--share': `${share}%` } }))];
  }

  result() {
    const { work } = this;
    const n = number(work.changed, language());
    if (work.state === 'done') {
      const key = work.kind === 'undo' ? 'bulk.undone' : work.kind === 'create' ? 'bulk.created' : 'bulk.done';
      return notice(work.refused + work.conflict > 0 ? 'warn' : 'good', tn(key, work.changed, { n }));
    }
    return notice('bad', work.state === 'cancelled'
      ? t('bulk.cancelled', { done: number(work.done, language()), total: number(work.total, language()) })
      : t('bulk.failed', { reason: work.failure ?? '' }));
  }

  /** Four parts that add up to what is done. */
  counts() {
    const parts = [['changed', 'blue'], ['unchanged', 'slate'], ['conflict', 'amber'], ['refused', 'red']];
    return h('dl', { class: 'counts' }, parts.map(([name, tone]) => h('div', null,
      h('dt', { class: `tone-${tone}` }, t(`bulk.count-${name}`)),
      h('dd', null, number(this.work[name], language())))));
  }

  /** The numbers of what was changed, for who wants them. */
  drawFiles() {
    const { id, changed, kind } = this.work;
    const isKnown = isOver(this.work) && changed > 0;
    if (!isKnown || this.filed !== id) replace(this.files);
    if (!isKnown || this.filed === id) return;
    this.filed = id;
    const body = h('div', { class: 'stack tight' });
    const fold = h('details', { class: 'clock-fold', id: 'files', ontoggle: () => {
      if (fold.open && !body.firstChild) this.loadFiles(body);
    } }, h('summary', null, tn(kind === 'create' ? 'bulk.files-made' : 'bulk.files', changed,
      { n: number(changed, language()) })), body);
    fold.open = this.showsFiles;
    replace(this.files, fold);
  }

  async loadFiles(body) {
    const { id, changed } = this.work;
    try {
      const { items } = await this.app.api.bulkRows(id, 'changed');
      const numbers = items.map((item) => item.number).filter(Boolean);
      const more = changed - items.length;
      replace(body, h('ul', { class: 'bulk-files' }, numbers.map((text) => h('li', null,
        h('a', { class: 'num', href: `/complaints/${text}`, target: '_blank' }, text)))),
      more > 0 && h('p', { class: 'muted' }, tn('bulk.more', more, { n: number(more, language()) })),
      h('div', { class: 'line wrap' }, numbers.length > 0 && h('a', { class: 'button', target: '_blank',
        href: listAddress(numbers) }, tn('bulk.in-list', numbers.length)),
      h('a', { class: 'button', href: this.app.api.bulkRowsAddress(id, 'changed'), download: '' },
        icon('export'), t('bulk.file'))));
    } catch (problem) {
      replace(body, notice('bad', problemText(problem)));
    }
  }

  drawTools() {
    const { work } = this;
    const undone = work.undone_by !== null && h('a', { href: `/bulk/${work.undone_by}` },
      t('bulk.undone-by', { id: work.undone_by }));
    replace(this.tools, !isOver(work) && h('button', { class: 'button', type: 'button',
      onclick: () => this.act(() => this.app.api.cancelBulk(work.id)) }, t('bulk.cancel')),
    this.mayUndo() && h('button', { class: 'button', type: 'button', onclick: () => this.undo() },
      icon('undo'), t(work.kind === 'undo' ? 'bulk.redo' : 'bulk.undo')),
    work.undoes !== null && h('a', { href: `/bulk/${work.undoes}` }, t('bulk.undoes', { id: work.undoes })),
    undone);
    this.tools.hidden = !this.tools.firstChild;
  }

  /** Of an edit, a conflict was left alone; of an undo, its other fields may have been put back. */
  mayUndo() {
    const { work } = this;
    const wrote = work.changed > 0 || work.kind === 'undo' && work.conflict + work.refused > 0;
    return undoable.includes(work.state) && work.kind !== 'create' && work.undone_by === null
      && wrote && this.app.may('work');
  }

  async undo() {
    const { work } = this;
    // The same order after a broken connection is the same request; after a refusal it is another.
    const keys = new Map();
    const begun = await reasonDialog({ app: this.app, about: `bulk.undo.${work.id}`, title: t('bulk.undo-title'),
      text: tn('bulk.undo-text', work.changed, { n: number(work.changed, language()) }),
      label: t('reason.label'), action: t('bulk.undo'), isDangerous: true,
      send: async (reason) => {
        if (!keys.has(reason)) keys.set(reason, crypto.randomUUID());
        try {
          return await this.app.api.undoBulk(work.id, reason, keys.get(reason));
        } catch (problem) {
          if (!problem.isOffline) keys.delete(reason);
          throw problem;
        }
      } });
    if (!begun) return;
    this.show(begun);
    this.element.focus();
  }

  async act(order) {
    if (this.isActing) return;
    this.isActing = true;
    try {
      this.show(await order());
    } catch (problem) {
      this.app.messages.bad(problemText(problem));
    } finally {
      this.isActing = false;
    }
  }

  async loadRows(stays) {
    const { id } = this.work;
    this.listed = id;
    try {
      const { items } = await this.app.api.bulkRows(id, stayed);
      if (this.work.id !== id) return;
      replace(this.rows, h('div', { class: 'stack tight' }, h('div', { class: 'line wrap' },
        h(this.level, { class: 'grow' }, tn('bulk.stayed', stays, { n: number(stays, language()) })),
        h('a', { class: 'button', href: this.app.api.bulkRowsAddress(id, stayed), download: '' },
          icon('export'), t('bulk.file'))),
      faultTable(items, this.app.catalogue, stays)));
    } catch (problem) {
      this.listed = null;
      replace(this.rows, notice('bad', problemText(problem)));
    }
  }
}

/** The list of complaints with these numbers only. */
const listAddress = (numbers) => `/complaints?${new URLSearchParams(numbers.map((text) => ['number', text]))}`;

/** Files that stay as they are, each with why; `total` of them, of which these are the first. */
export function faultTable(items, catalogue, total) {
  const more = total - items.length;
  const numbers = items.map((item) => item.number).filter(Boolean);
  return [h('div', { class: 'move-refused', tabIndex: 0, role: 'region', 'aria-label': t('bulk.why') },
    h('table', { class: 'plain-table' }, h('thead', { class: 'unseen' }, h('tr', null,
      h('th', { scope: 'col' }, t('bulk.complaint')), h('th', { scope: 'col' }, t('bulk.why')))),
    h('tbody', null, items.map((item) => h('tr', null,
      h('th', { scope: 'row', class: 'num' }, item.number
        ? h('a', { href: `/complaints/${item.number}`, target: '_blank' }, item.number) : item.id ?? ''),
      h('td', null, faultText(item, catalogue))))))),
  numbers.length > 0 && h('p', null, h('a', { target: '_blank', href: listAddress(numbers) }, tn('bulk.in-list', numbers.length))),
  more > 0 && h('p', { class: 'muted' }, tn('bulk.more', more, { n: number(more, language()) }))];
}

/** One import: preview and mapping, trial, run, result, undo. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { hasText, language, t, tn } from '../i18n.js';
import { bytes, instant, number, seconds } from '../format.js';
import { reasonDialog } from '../widgets/dialog.js';
import { personName } from '../people.js';
import { plainChip } from '../widgets/chip.js';
import { notice, problemText } from '../widgets/states.js';
import { keepFile, stateChip } from './imports.js';
import { MappingTable } from './mapping.js';

const pollEvery = 500;

/** Whether the server is at work on it. */
const isBusy = ({ state }) => ['running', 'queued', 'undoing'].includes(state);

export async function render(app, place) {
  const page = new ImportPage(app, await app.api.import(place.params.id));
  return { title: page.item.name, element: page.element, dispose: () => page.dispose() };
}

class ImportPage {
  constructor(app, item) {
    this.app = app;
    this.item = item;
    this.head = h('div', { class: 'page-head' });
    this.body = h('div', { class: 'stack' });
    this.element = h('div', { class: 'page' }, this.head, this.body);
    this.mapping = null;
    this.timer = 0;
    /** Whether an order is on its way: a second press gives no second one. */
    this.isActing = false;
    this.draw();
  }

  dispose() { clearTimeout(this.timer); }

  draw() {
    const { item } = this;
    replace(this.head, h('div', { class: 'line wrap grow' }, h('h1', null, item.name), stateChip(item),
      item.dry_run && plainChip(t('import.dry'))), this.actions());
    if (item.state === 'preview') this.drawPreview();
    else this.drawResult();
    if (isBusy(item)) this.pollLater();
  }

  actions() {
    const { item, app } = this;
    if (!app.may('import')) return null;
    if (item.state === 'preview') {
      return h('div', { class: 'line' },
        h('button', { class: 'button', type: 'button', onclick: () => this.start(true) },
          t('import.try')),
        h('button', { class: 'button primary', type: 'button', onclick: () => this.start(false) },
          t('import.run')));
    }
    if (item.state === 'undoing') return null;
    if (isBusy(item)) {
      return h('button', { class: 'button', type: 'button',
        onclick: () => this.act(() => app.api.cancelImport(item.id)) }, t('import.cancel'));
    }
    if (item.dry_run && item.state === 'done') {
      return h('div', { class: 'line' },
        item.columns?.length > 0 && h('button', { class: 'button', type: 'button',
          onclick: () => this.backToMapping() }, t('import.mapping-again')),
        h('button', { class: 'button primary', type: 'button', onclick: () => this.start(false) },
          t('import.run')));
    }
    if (item.state === 'done' || item.state === 'cancelled') {
      return h('button', { class: 'button danger', type: 'button', onclick: () => this.undo() },
        icon('undo'), t('import.undo'));
    }
    return null;
  }

  drawPreview() {
    const { item } = this;
    this.mapping = new MappingTable(this.app, item);
    replace(this.body, h('p', { class: 'muted' }, t('import.preview-text')), this.dialect(),
      this.mapping.element);
  }

  /** How the file was read, in words. */
  dialect() {
    const { dialect, bytes_total: size } = this.item;
    if (!dialect) return null;
    const facts = [
      [t('import.format'), dialect.format?.toUpperCase()], [t('import.size'), bytes(size, language())],
      [t('import.encoding'), dialect.encoding?.toUpperCase()],
      [t('import.delimiter'), shownDelimiter(dialect.delimiter)],
      [t('import.sheet'), dialect.sheet],
    ].filter(([, value]) => value);
    return h('dl', { class: 'facts-line block' }, facts.map(([label, value]) =>
      h('div', { class: 'fact' }, h('dt', null, label), h('dd', null, value))));
  }

  drawResult() {
    const { item } = this;
    const isRunning = isBusy(item);
    replace(this.body,
      item.failure && notice('bad', item.failure),
      item.dry_run && item.state === 'done' && notice('', t('import.dry-done')),
      isRunning && this.progress(), this.counts(),
      item.conflicts > 0 && h('p', { class: 'muted' }, tn('import.conflicts', item.conflicts, {
        n: number(item.conflicts, language()) })),
      h('p', { class: 'muted small num' }, [
        item.source && `${t('import.source')}${t('list.colon')}${item.source}`,
        item.by && t('import.by-whom', { who: personName(item.by),
          when: instant(item.created_at, language()) }),
        item.seconds > 0 && seconds(item.seconds, language())].filter(Boolean).join(' · ')),
      item.created > 0 && !item.dry_run && item.state !== 'undone' && h('p', null,
        h('a', { href: `/complaints?import=${item.id}` }, t('import.show-rows'))));
    if (item.rejected + item.conflicts > 0 && !isRunning) this.loadErrors();
  }

  progress() {
    const share = (100 * this.item.bytes_done) / Math.max(1, this.item.bytes_total);
    return h('div', { class: 'progress', role: 'progressbar', 'aria-label': t('import.progress'),
      'aria-valuenow': Math.round(share), 'aria-valuemin': 0, 'aria-valuemax': 100 },
    h('span', { vars: { '--share': `${share}%` } }));
  }

  /** Four parts that add up to what was read. */
  counts() {
    const { item } = this;
    const parts = [['created', 'green'], ['updated', 'blue'], ['unchanged', 'slate'], ['rejected', 'red']];
    const read = Math.max(1, item.read);
    const said = number(item.read, language());
    return h('div', { class: 'stack tight block' },
      h('dl', { class: 'counts' },
        h('div', null, h('dt', null, t('import.read')), h('dd', null, said)),
        parts.map(([name, tone]) => h('div', null, h('dt', { class: `tone-${tone}` },
          t(`import.${name}`)), h('dd', null, number(item[name], language()))))),
      h('div', { class: 'progress', 'aria-hidden': 'true' }, parts.map(([name, tone]) =>
        h('span', { class: `tone-${tone}`, vars: { '--share': `${(100 * item[name]) / read}%` } }))),
      // Of a file that could not be read nothing adds up to nothing.
      (item.read > 0 || item.state !== 'failed') && h('p', { class: 'muted small num' },
        `${said} = ${parts.map(([name]) => number(item[name], language())).join(' + ')}`));
  }

  async loadErrors() {
    const holder = h('section', { class: 'block' }, h('h2', null, t('import.errors')));
    this.body.append(holder);
    try {
      const { items, next } = await this.app.api.importErrors(this.item.id);
      holder.append(h('div', { class: 'line' },
        h('p', { class: 'muted grow' }, next
          ? t('import.errors-first', { n: items.length }) : t('import.errors-all')),
        h('a', { class: 'button', href: this.app.api.importErrorsAddress(this.item.id), download: '' },
          icon('export'), t('import.errors-file'))), errorTable(items));
    } catch (problem) {
      holder.append(notice('bad', problemText(problem)));
    }
  }

  async start(isTrial) {
    const chosen = this.mapping ? this.mapping.read() : { mapping: this.item.mapping,
      source: this.item.source };
    if (!chosen) return;
    await this.act(async () => {
      const started = await this.startOrAgain({ ...chosen, dry_run: isTrial });
      this.mapping = null;
      return started;
    });
  }

  /** A trial that is done may have let go of its file: then it is sent again from here. */
  async startOrAgain(body) {
    const { api } = this.app;
    try {
      return await api.startImport(this.item.id, body);
    } catch (problem) {
      const file = this.app.kept.get('files')?.get(this.item.id);
      if (problem.status !== 409 || !file) throw problem;
      const preview = await api.previewImport(file);
      keepFile(this.app, preview.id, file);
      history.replaceState(null, '', `/imports/${preview.id}`);
      return api.startImport(preview.id, body);
    }
  }

  backToMapping() {
    this.item = { ...this.item, state: 'preview', dry_run: false };
    this.draw();
  }

  async undo() {
    const { id, created } = this.item;
    const begun = await reasonDialog({ app: this.app, about: `import.undo.${id}`, title: t('import.undo-title'),
      text: t('import.undo-text', { n: number(created, language()) }),
      label: t('import.undo-reason'), action: t('import.undo'), isDangerous: true,
      send: (reason) => this.app.api.undoImport(id, reason) });
    if (begun) await this.act(async () => begun);
  }

  async act(work) {
    if (this.isActing) return;
    this.isActing = true;
    try {
      const item = await work();
      this.item = item.id ? item : await this.app.api.import(this.item.id);
      this.app.kept.delete('complaints');
      this.draw();
    } catch (problem) {
      this.app.messages.bad(problemText(problem));
    } finally {
      this.isActing = false;
    }
  }

  pollLater() {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const item = await this.app.api.import(this.item.id).catch(() => null);
      if (!this.element.isConnected) return;
      if (item) this.item = item;
      this.draw();
      if (item?.state === 'done') {
        this.app.messages.announce(t('import.done', { n: number(item.read, language()) }));
      }
    }, pollEvery);
  }
}

function errorTable(items) {
  return h('div', { class: 'table-scroll' }, h('table', { class: 'plain-table' },
    h('thead', null, h('tr', null, ['row', 'column', 'value', 'reason'].map((name) =>
      h('th', { scope: 'col', class: name === 'row' ? 'right' : '' }, t(`import.${name}`))))),
    h('tbody', null, items.map((item) => h('tr', null,
      h('td', { class: 'right' }, number(item.row, language())), h('td', null, item.column),
      h('td', null, item.value), reasonCell(item))))));
}

/** Why, in the reader's words where there are some; the server's own sentence is for who points at it. */
function reasonCell({ reason, detail }) {
  const key = `reason.${reason}`;
  return hasText(key) ? h('td', { title: detail || null }, t(key)) : h('td', null, detail || reason);
}

const shownDelimiter = (mark) => ({ ',': t('import.comma'), ';': t('import.semicolon'),
  '\t': t('import.tab'), '|': '|' })[mark] ?? mark;

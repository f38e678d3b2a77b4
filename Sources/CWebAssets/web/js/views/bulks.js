/** Changes of many complaints: what was begun, how far it is, what became of it, taking it back. */
import { h, replace } from '../dom.js';
import { language, t, tn } from '../i18n.js';
import { aligned, instant, number } from '../format.js';
import { personName } from '../people.js';
import { BulkWork, bulkTitle, givenView, isOver } from '../widgets/bulkwork.js';
import { emptyState, problemText } from '../widgets/states.js';
import { stateChip } from './imports.js';

const columns = ['what', 'state', 'total', 'changed', 'unchanged', 'conflict', 'refused', 'by', 'at'];
const counts = new Set(['total', 'changed', 'unchanged', 'conflict', 'refused']);

export async function render(app, place) {
  if (place.params.id) {
    const page = new BulkPage(app, await app.api.bulk(place.params.id));
    return { title: page.title, element: page.element, dispose: () => page.work.dispose() };
  }
  const list = new BulkList(app);
  await list.load();
  return { title: t('bulk.list'), element: list.element };
}

class BulkPage {
  constructor(app, work) {
    this.app = app;
    this.title = t('bulk.number', { id: work.id });
    this.head = h('div', { class: 'line wrap grow' });
    this.facts = h('p', { class: 'muted' });
    this.given = h('div');
    this.work = new BulkWork({ app, work, level: 'h2', showsFiles: location.hash === '#files', onChange: (next) => this.changed(next) });
    this.element = h('div', { class: 'page' }, h('div', { class: 'page-head' }, this.head), this.facts, this.given,
      h('div', { class: 'block' }, this.work.element),
      h('p', { class: 'block' }, h('a', { href: '/bulk' }, t('bulk.all'))));
    this.id = work.id;
    this.draw(work);
  }

  /** The address is that of the work that is shown: after an undo, of the undo. */
  changed(work) {
    if (work.id !== this.id) {
      this.id = work.id;
      this.app.router.note(`/bulk/${work.id}`);
    }
    if (isOver(work)) this.app.kept.delete('complaints');
    this.draw(work);
  }

  draw(work) {
    replace(this.head, h('h1', null, t('bulk.number', { id: work.id })), stateChip(work));
    // The fields stand with their values, where these are told.
    replace(this.facts, [!work.given?.length && bulkTitle(work, this.app.catalogue), personName(work.by),
      instant(work.created_at, language())].filter(Boolean).join(' · '),
    work.reason && h('span', { class: 'reason' }, ` · ${work.reason}`));
    replace(this.given, givenView(work, this.app.catalogue));
  }
}

class BulkList {
  constructor(app) {
    this.app = app;
    this.items = [];
    this.list = h('div', { class: 'block' });
    this.element = h('div', { class: 'page' },
      h('div', { class: 'page-head' }, h('h1', null, t('bulk.list'))),
      h('p', { class: 'muted' }, t('bulk.list-text')), this.list);
  }

  async load(cursor = '') {
    try {
      const { items, next } = await this.app.api.bulks(cursor);
      this.items = [...this.items, ...items];
      this.draw(next);
    } catch (problem) {
      if (!cursor) throw problem;
      this.app.messages.bad(problemText(problem));
    }
  }

  draw(next) {
    replace(this.list, this.items.length === 0
      ? emptyState({ iconName: 'history', title: t('bulk.none'), text: t('bulk.none-text') })
      : this.table(),
    next && h('button', { class: 'button older', type: 'button', onclick: async () => {
      await this.load(next);
      this.list.querySelector('.older')?.focus();
    } }, t('bulk.older')));
  }

  /** A count; of what was changed, it leads to the files. */
  count(work, name) {
    const shown = number(work[name], language());
    if (name !== 'changed' || work.changed === 0 || !isOver(work)) return shown;
    const key = work.kind === 'create' ? 'bulk.files-made' : 'bulk.show-files';
    return h('a', { href: `/bulk/${work.id}#files`, 'aria-label': tn(key, work.changed, { n: shown }) }, shown);
  }

  table() {
    const cell = {
      what: (work) => [h('a', { href: `/bulk/${work.id}` }, bulkTitle(work, this.app.catalogue)),
        givenView(work, this.app.catalogue),
        work.undone_by !== null && h('div', { class: 'muted small' },
          t('bulk.undone-by', { id: work.undone_by })),
        work.reason && h('div', { class: 'muted small' }, work.reason)],
      state: (work) => stateChip(work),
      by: (work) => personName(work.by),
      at: (work) => aligned(instant(work.created_at, language(), 'short')),
    };
    return h('div', { class: 'table-scroll bulk-list', tabIndex: 0, role: 'region', 'aria-label': t('bulk.list') },
      h('table', { class: 'plain-table' },
        h('thead', null, h('tr', null, columns.map((name) => h('th', { scope: 'col',
          class: counts.has(name) ? 'right' : '' }, t(`bulk.column-${name}`))))),
        h('tbody', null, this.items.map((work) => h('tr', null, columns.map((name) => counts.has(name)
          ? h('td', { class: 'right' }, this.count(work, name))
          : h('td', { class: name === 'by' || name === 'at' ? 'whole' : '' }, cell[name](work))))))),
      h('p', { class: 'unseen' }, tn('bulk.listed', this.items.length)));
  }
}

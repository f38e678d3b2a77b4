/** Sites and systems: a list on the grid, a page with a form. One shape for both. */
import { debounce, h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { number } from '../format.js';
import { formatSort, formatView, isUnfiltered, parseView, withSort } from '../viewstate.js';
import { columnOf } from '../grid/cells.js';
import { chosenColumns, moved, widthMax, widthMin } from '../grid/columns.js';
import { Grid } from '../grid/grid.js';
import { RowSource } from '../grid/source.js';
import { clamp } from '../grid/window.js';
import { Outage } from '../widgets/outage.js';
import { emptyState, errorState } from '../widgets/states.js';

/**
 * @typedef {{kind: 'sites'|'systems', key: string, fields: any[], columns: string[],
 *   sortable: string[]}} Kind `key` is the field that names a record in addresses
 */

export class EntityList {
  /** @param {import('../../app.js').App} app @param {Kind} kind */
  constructor(app, kind, place) {
    this.app = app;
    this.kind = kind;
    this.outage = new Outage(app.messages);
    this.view = parseView(place.search);
    this.all = kind.fields.map(columnOf).map((column) => ({ ...column,
      grows: column.name === kind.grows }));
    this.count = h('span', { class: 'list-count num', role: 'status' });
    this.over = h('div', { class: 'grid-over', hidden: true });
    this.grid = new Grid({
      label: t(`section.${kind.kind}`), columns: this.columns, source: this.source(),
      density: () => app.prefs.get('density'), keepPlace: place.state?.grid, header: this.hooks(),
      onPeek: () => {}, onOpen: (row) => this.open(row), onSelect: () => {},
      onRest: (grid) => app.router.keep({ grid }), onArrived: () => this.arrived(),
    });
    const look = debounce((q) => this.setView({ ...this.view, q }), 150);
    this.search = h('input', { class: 'input', type: 'search', value: this.view.q,
      placeholder: t(`${kind.kind}.search`), 'aria-label': t(`${kind.kind}.search`), maxlength: 200,
      oninput: () => look(this.search.value.trim()) });
    this.element = h('div', { class: 'list' },
      h('div', { class: 'list-head' }, h('h1', null, t(`section.${kind.kind}`)), this.count,
        h('div', { class: 'grow' }), h('div', { class: 'list-search' }, this.search),
        app.may('work') && h('a', { class: 'button primary', href: `/${kind.kind}/new` },
          icon('plus'), t(`${kind.kind}.add`))),
      h('div', { class: 'list-body' }, h('div', { class: 'list-main' }, this.grid.element, this.over)));
    this.grid.start();
  }

  get columns() {
    return chosenColumns(this.all, this.kind.columns, this.app.prefs.get('columns')[this.kind.kind]);
  }

  source() {
    return new RowSource(({ offset, limit, countTotal, signal }) => {
      const params = new URLSearchParams({ limit: String(limit) });
      if (offset) params.set('offset', String(offset));
      if (this.view.q) params.set('q', this.view.q);
      if (this.view.sort.length) params.set('sort', formatSort(this.view.sort));
      for (const [name, filter] of Object.entries(this.view.filters)) {
        for (const value of filter.in ?? []) params.append(name, value);
      }
      if (!countTotal) params.set('total', 'none');
      return this.app.api.entities(this.kind.kind, params, signal);
    });
  }

  hooks() {
    return {
      sortOf: (name) => {
        const at = this.view.sort.findIndex((step) => step.field === name);
        return at < 0 ? null : { descending: this.view.sort[at].descending, place: at + 1,
          of: this.view.sort.length };
      },
      canSort: (column) => this.kind.sortable.includes(column.name),
      onSort: (name, additive) => this.setView(withSort(this.view, name, additive)),
      onSortTo: (field, descending) => this.setView({ ...this.view, sort: [{ field, descending }] }),
      onMove: (name, step) => this.keep({ names: moved(this.names(), name, step) }),
      onHide: (name) => this.keep({ names: this.names().filter((other) => other !== name) }),
      onWidth: (name, width, isDragging) => {
        const widths = { ...this.app.prefs.get('columns')[this.kind.kind]?.widths,
          [name]: clamp(width, widthMin, widthMax) };
        if (isDragging) {
          this.grid.previewColumns(this.columns.map((column) => column.name === name
            ? { ...column, width, grows: false } : column));
        } else this.keep({ widths });
      },
    };
  }

  names() { return this.columns.map((column) => column.name); }

  keep(change) {
    const all = this.app.prefs.get('columns');
    const own = { ...all[this.kind.kind], ...change };
    this.app.prefs.set('columns', { ...all, [this.kind.kind]: own });
    this.grid.setColumns(this.columns);
  }

  setView(view) {
    this.view = view;
    const query = formatView(view);
    this.app.router.note(`/${this.kind.kind}${query ? `?${query}` : ''}`, { isReplacing: true });
    this.grid.header.draw(this.grid.columns);
    this.grid.setSource(this.source(), 0);
  }

  open(row) { this.app.router.go(`/${this.kind.kind}/${encodeURIComponent(row[this.kind.key])}`); }

  arrived() {
    const { source } = this.grid;
    const { total, error } = source;
    this.over.hidden = total !== 0 && !(error && total === null);
    if (error && total === null) replace(this.over, errorState(error, () => source.retry()));
    else if (total === 0) replace(this.over, this.emptyState());
    this.outage.tell(total === null ? null : error);
    if (total === null || this.said === source) return;
    this.said = source;
    this.count.textContent = tn(`${this.kind.kind}.count`, total, { n: number(total, language()) });
    this.app.messages.announce(this.count.textContent);
  }

  /** Nothing at all is another thing than nothing that matches. */
  emptyState() {
    const { kind } = this.kind;
    if (isUnfiltered(this.view)) {
      return emptyState({ iconName: 'base', title: t(`${kind}.empty`), text: t(`${kind}.empty-text`) });
    }
    return emptyState({ iconName: 'search', title: t(`${kind}.nothing`), text: t('list.nothing-text'),
      actions: [h('button', { class: 'button', type: 'button', onclick: () => {
        this.search.value = '';
        this.setView({ ...this.view, q: '', filters: {} });
      } }, t('filter.clear-all'))] });
  }

  dispose() {
    this.outage.tell(null);
    this.grid.dispose();
  }
}

/** Fields of a site or a system in the shape of the complaint's catalogue. */
export function entityField(name, label, more = {}) {
  return { name, label, group: 'main', type: 'text', help: '', citation: '', values: null,
    required: false, sortable: true, facet: false, entry: 'free', listed: true, bytesMax: null,
    min: null, max: null, access: 'open', reference: null, language: language(), ...more };
}

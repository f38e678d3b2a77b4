/** The grid over all complaints: filter, search, sort, look, open. */
import { debounce, h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { number } from '../format.js';
import { formatView, isUnfiltered, parseView, withFilter, withSort } from '../viewstate.js';
import { columnOf } from '../grid/cells.js';
import { chosenColumns, moved, widthMax, widthMin } from '../grid/columns.js';
import { drawTokens, filterControl } from '../grid/filters.js';
import { facetCounts } from '../grid/facetcounts.js';
import { FacetPanel } from '../grid/facetpanel.js';
import { Grid } from '../grid/grid.js';
import { clamp } from '../grid/window.js';
import { hiddenMatches, piecesOf, searchedFields, wordsOf } from '../matches.js';
import { Outage } from '../widgets/outage.js';
import { emptyState, errorState, problemText } from '../widgets/states.js';
import { complaintSource } from './complaint-source.js';
import { Peek } from './peek.js';
import { listTools } from './list-tools.js';

const defaultColumns = ['number', 'status', 'severity', 'received', 'summary', 'model', 'site_name',
  'modality', 'owner'];

/** What every list holds, and whatever else is open to all and fits a line. */
const isColumn = (field) => field.name !== 'id' && field.type !== 'object' && (field.listed
  || (field.access === 'open' && field.type !== 'prose'));

export function render(app, place) {
  const list = new ComplaintList(app, place);
  return {
    title: t('section.complaints'), element: list.element,
    update: (next) => list.arriveAt(next), dispose: () => list.dispose(),
    search: (text, isFinal) => list.search(text, isFinal), focusGrid: () => list.grid.element.focus(),
    shown: () => list.shown(),
  };
}

class ComplaintList {
  constructor(app, place) {
    this.app = app;
    this.view = parseView(place.search);
    this.allColumns = app.catalogue.fields
      .filter((field) => isColumn(field)).map(columnOf);
    this.waitingChanges = 0;
    this.outage = new Outage(app.messages);
    this.build(place.state);
    this.unlisten = app.live.listen((change) => this.changed(change));
    this.typeSearch = debounce((text) => this.setView({ ...this.view, q: text },
      { isReplacing: Boolean(this.view.q) }), 120);
  }

  get columns() {
    return chosenColumns(this.allColumns, defaultColumns, this.app.prefs.get('columns').complaints);
  }

  build(state) {
    const hooks = this.filterHooks();
    this.count = h('span', { class: 'list-count num', role: 'status' });
    this.tokens = h('div', { class: 'list-chips', hidden: true });
    this.over = h('div', { class: 'grid-over', hidden: true });
    this.selectBar = h('div', { class: 'select-bar', hidden: true });
    this.fresh = h('button', { class: 'fresh', type: 'button', hidden: true,
      onclick: () => this.reload() });
    this.grid = new Grid({
      label: t('section.complaints'), columns: this.columns, source: this.source(),
      density: () => this.app.prefs.get('density'), keepPlace: state?.grid,
      header: this.headerHooks(hooks),
      onPeek: (row) => this.peek(row.number), onOpen: (row) => this.open(row.number),
      onEdit: (row) => this.open(row.number, { edit: true }),
      onMoved: (row) => this.view.peek && this.peek(row.number, true),
      onEscape: () => this.view.peek && this.closePeek(),
      onSelect: (selection) => this.drawSelection(selection),
      onRest: (grid) => this.app.router.keep({ grid }),
      onArrived: () => this.arrived(), look: () => this.look(),
    });
    this.panel = new FacetPanel({ ...hooks, catalogue: this.app.catalogue });
    this.panel.element.hidden = !this.app.prefs.get('facets');
    this.side = new Peek(this.app, { onClose: () => this.closePeek(true) });
    this.main = h('div', { class: 'list-main' }, this.grid.element, this.over, this.fresh,
      this.selectBar);
    this.element = h('div', { class: 'list' },
      h('div', { class: 'list-head' }, h('h1', null, t('section.complaints')), this.count,
        h('div', { class: 'grow' }), listTools(this)),
      this.tokens,
      h('div', { class: 'list-body' }, this.panel.element, this.main, this.side.element));
    this.drawView();
    this.grid.start();
  }

  shown() {
    this.app.frame.search.input.value = this.view.q;
    this.grid.element.focus({ preventScroll: true });
  }

  dispose() {
    this.unlisten();
    this.typeSearch.cancel();
    this.counting?.abort();
    this.side.dispose();
    this.outage.tell(null);
    const { source } = this.grid;
    this.grid.dispose();
    source.isClosed = false;
    this.app.kept.set('complaints', { key: this.sourceKey, source, at: Date.now() });
  }

  /** Rows of the present view; the ones kept from the last visit when nothing was changed since. */
  source() {
    const names = this.columns.map((column) => column.name);
    const key = `${formatView({ ...this.view, peek: null })} ${names}`;
    const kept = this.app.kept.get('complaints');
    this.sourceKey = key;
    /** The columns that the rows come with. */
    this.fetched = names;
    if (kept?.key === key && !kept.isStale && Date.now() - kept.at < 300_000) return kept.source;
    return complaintSource(this.app.api, this.view, names);
  }

  /** What the search found in a row, for the grid. */
  look() {
    const { query } = this.grid.source;
    if (!query) return {};
    const { byName } = this.app.catalogue;
    return {
      pieces: (row, name) => searchedFields.includes(name) ? piecesOf(row[name], wordsOf(query)) : null,
      hints: (row) => hiddenMatches(row, this.columnNames(), query).map(({ name, pieces }) => ({
        label: byName.get(name)?.label ?? name, pieces })),
    };
  }

  filterHooks() {
    return {
      filterOf: (name) => this.view.filters[name],
      setFilter: (name, filter) => this.setView(withFilter(this.view, name, filter)),
      countsOf: async (name) => (await facetCounts(this.app.api, this.asked, [name]))[name] ?? [],
    };
  }

  headerHooks(hooks) {
    return {
      sortOf: (name) => {
        const at = this.view.sort.findIndex((step) => step.field === name);
        return at < 0 ? null : { descending: this.view.sort[at].descending, place: at + 1,
          of: this.view.sort.length };
      },
      canSort: (column) => column.field.sortable,
      onSort: (name, additive) => this.setView(withSort(this.view, name, additive)),
      onSortTo: (field, descending) => this.setView({ ...this.view, sort: [{ field, descending }] }),
      onMove: (name, step) => this.setColumns(moved(this.columnNames(), name, step)),
      onHide: (name) => this.setColumns(this.columnNames().filter((other) => other !== name)),
      onWidth: (name, width, isDragging) => this.setWidth(name, width, isDragging),
      filterControl: (column) => filterControl(column, hooks),
      onSelectAll: (isAll) => isAll ? this.grid.selectAll() : this.grid.clearSelection(),
    };
  }

  columnNames() { return this.columns.map((column) => column.name); }

  setColumns(names) {
    this.keepColumns({ names });
    this.grid.setColumns(this.columns);
    const isMissing = this.columnNames().some((name) => !this.fetched.includes(name));
    if (isMissing) this.grid.setSource(this.source(), this.grid.virtual);
  }

  setWidth(name, width, isDragging) {
    const widths = { ...this.app.prefs.get('columns').complaints?.widths,
      [name]: clamp(width, widthMin, widthMax) };
    if (isDragging) {
      this.grid.previewColumns(this.columns.map((column) => column.name === name
        ? { ...column, width, grows: false } : column));
      return;
    }
    this.keepColumns({ widths });
    this.grid.setColumns(this.columns);
  }

  keepColumns(change) {
    const all = this.app.prefs.get('columns');
    this.app.prefs.set('columns', { ...all, complaints: { ...all.complaints, ...change } });
  }

  /** Shows another view and writes it into the address. */
  setView(view, { isReplacing = false } = {}) {
    const query = formatView(view);
    this.app.router.note(`/complaints${query ? `?${query}` : ''}`, { isReplacing });
    this.show(view);
  }

  /** The address changed under us: Back, Forward, a link. */
  arriveAt(place) {
    this.show(parseView(place.search), place.state?.grid ?? {});
    this.app.frame.search.input.value = this.view.q;
  }

  /** Other rows come without a selection, which was of those before; another file at the side keeps it. */
  show(view, { row = 0, top = 0 } = {}) {
    const rowsOf = (view) => formatView({ ...view, peek: null });
    const isOther = rowsOf(view) !== rowsOf(this.view);
    this.view = view;
    if (isOther) {
      this.grid.active = { row, column: 0 };
      this.grid.selection.clear();
      this.drawSelection(this.grid.selection);
      this.grid.setSource(this.source(), top);
    }
    this.drawView();
  }

  search(text, isFinal) {
    if (text === this.view.q) return;
    if (isFinal) this.typeSearch.now(text);
    else this.typeSearch(text);
  }

  drawView() {
    this.grid.header.draw(this.grid.columns);
    drawTokens(this.tokens, this.view, this.app.catalogue, {
      onRemove: (name) => this.setView(withFilter(this.view, name, null)),
      onClearQuery: () => { this.app.frame.search.input.value = ''; this.search('', true); },
      onClearAll: () => {
        this.app.frame.search.input.value = '';
        this.setView({ ...this.view, q: '', filters: {} });
      },
    });
    this.panel.sync();
    this.side.show(this.view.peek);
  }

  arrived() {
    const { source } = this.grid;
    const { total, error } = source;
    this.over.hidden = !(error && total === null) && total !== 0;
    if (error && total === null) this.over.replaceChildren(this.errorState(error));
    else if (total === 0) this.over.replaceChildren(this.emptyState());
    this.outage.tell(total === null ? null : error);
    if (total === null || this.countedSource === source) return;
    this.countedSource = source;
    this.count.textContent = this.count.title = this.countText(source);
    this.app.messages.announce(tn('grid.found', total));
    // All of the view are as many as there are now.
    if (this.grid.selection.isAll) this.drawSelection(this.grid.selection);
    this.countFacets();
  }

  /** The view with the words that were asked in the end. */
  get asked() { return { ...this.view, q: this.grid.source.query }; }

  countText({ total, ranked, query }) {
    const shown = tn('grid.found', total, { n: number(total, language()) });
    if (total > 0 && query !== this.view.q && query.endsWith('*')) {
      return `${shown} · ${t('grid.by-beginning')}`;
    }
    return this.view.q && total > 0 && !this.view.sort.length
      ? `${shown} · ${t(ranked ? 'grid.by-relevance' : 'grid.by-date')}` : shown;
  }

  /** Facets come after the rows, and only for a panel that is open. */
  async countFacets() {
    if (this.panel.element.hidden) return;
    this.counting?.abort();
    this.counting = new AbortController();
    const { signal } = this.counting;
    const counts = await facetCounts(this.app.api, this.asked, this.panel.names, signal)
      .catch(() => null);
    if (counts && !signal.aborted) this.panel.show(counts);
  }

  togglePanel() {
    const isShown = this.panel.element.hidden;
    this.panel.element.hidden = !isShown;
    this.app.prefs.set('facets', isShown);
    if (isShown) this.countFacets();
    return isShown;
  }

  /** A view that the server refuses is not mended by asking again. */
  errorState(error) {
    const isRefused = error.status === 400 || error.status === 422;
    return errorState(error, () => this.grid.source.retry(), 'h2', isRefused ? this.clearButton() : null);
  }

  clearButton() {
    return h('button', { class: 'button', type: 'button', onclick: () => {
      this.app.frame.search.input.value = '';
      this.setView({ ...this.view, q: '', sort: [], filters: {} });
    } }, t('filter.clear-all'));
  }

  emptyState() {
    const isAll = isUnfiltered(this.view);
    const actions = isAll ? [
      this.app.may('intake') && h('a', { class: 'button primary', href: '/complaints/new' }, icon('plus'),
        t('action.new-complaint')),
      this.app.may('import') && h('a', { class: 'button', href: '/imports' }, t('home.import')),
    ] : [this.clearButton()];
    return emptyState({ iconName: isAll ? 'complaints' : 'search',
      title: t(isAll ? 'list.empty' : 'list.nothing'),
      text: t(isAll ? 'list.empty-text' : 'list.nothing-text'), actions });
  }

  peek(numberText, isReplacing = false) {
    if (this.view.peek === numberText) return;
    this.setView({ ...this.view, peek: numberText },
      { isReplacing: isReplacing || this.view.peek !== null });
  }

  closePeek(takesFocus = false) {
    this.setView({ ...this.view, peek: null }, { isReplacing: true });
    if (takesFocus) this.grid.element.focus();
  }

  open(numberText, state = null) {
    this.grid.settle();
    this.app.router.go(`/complaints/${numberText}`, { state });
  }

  drawSelection(selection) {
    const total = this.grid.source.total ?? 0;
    const count = selection.count(total);
    this.selectBar.hidden = count === 0;
    const names = selection.names();
    const said = this.selectionText(count, total, !names);
    if (said !== this.saidSelection && (!names || count === 0)) this.app.messages.announce(said);
    this.saidSelection = said;
    replace(this.selectBar, h('b', { class: 'num' }, said),
      names ? h('button', { class: 'button', type: 'button', onclick: () => this.copy(names) },
        t('select.copy')) : h('span', { class: 'muted' }, t('select.all-of-view')),
      this.app.may('work') && h('button', { class: 'button', type: 'button', 'aria-haspopup': 'dialog',
        onclick: () => this.workOn(async () => (await import('./bulkmove.js')).moveMany) }, t('bulkmove.open')),
      this.app.may('work') && h('button', { class: 'button', type: 'button', 'aria-haspopup': 'dialog',
        onclick: () => this.workOn(async () => (await import('./bulkedit.js')).editMany) }, t('bulk.open')),
      h('div', { class: 'grow' }),
      h('button', { class: 'button quiet', type: 'button',
        onclick: () => this.grid.clearSelection() }, t('select.clear')));
  }

  /** How many are selected; of all rows of the view, how many there are. */
  selectionText(count, total, isOfAll) {
    const [n, of] = [count, total].map((value) => number(value, language()));
    if (!isOfAll || count === 0) return tn('select.count', count, { n });
    return count === total ? tn('select.all', count, { n }) : tn('select.all-but', count, { n, total: of });
  }

  /** Opens a dialog about the selected rows, and shows what it made of them. */
  async workOn(load) {
    const total = this.grid.source.total ?? 0;
    // Not every visit needs them: they are fetched when they are opened.
    const dialog = await load().catch((problem) => void this.app.messages.bad(problemText(problem)));
    if (!dialog) return;
    const hasBegun = await dialog(this.app, { selection: this.grid.selection, view: this.asked, total });
    if (!hasBegun) return;
    this.grid.clearSelection();
    this.reload();
  }

  async copy(names) {
    await navigator.clipboard?.writeText(names.join('\n'));
    this.app.messages.good(tn('select.copied', names.length));
  }

  /** Somebody changed something: say so, and change nothing under the reader's eyes. */
  changed(change) {
    if (change.entity !== 'complaint') return;
    this.waitingChanges += 1;
    this.fresh.hidden = false;
    this.fresh.replaceChildren(icon('refresh'), tn('live.changes', this.waitingChanges));
  }

  reload() {
    this.waitingChanges = 0;
    this.fresh.hidden = true;
    this.app.kept.delete('complaints');
    this.countedSource = null;
    this.grid.setSource(this.source(), this.grid.virtual);
  }
}

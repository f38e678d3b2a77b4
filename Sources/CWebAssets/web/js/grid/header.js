/** The head of the grid: labels that sort, edges that resize, places that can be changed, filters. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { openMenu } from '../widgets/menu.js';
import { widthMax, widthMin } from './columns.js';
import { clamp } from './window.js';

export class GridHeader {
  /**
   * @param {{sortOf: (name: string) => {descending: boolean, place: number, of: number}|null,
   *   onSort: (name: string, additive: boolean) => void, onWidth: (name, width) => void,
   *   onMove: (name, step) => void, onHide: (name) => void,
   *   filterControl?: (column) => Node|null, canSort: (column) => boolean,
   *   onSelectAll?: (isAll: boolean) => void}} hooks
   */
  constructor(grid, hooks) {
    this.grid = grid;
    this.hooks = hooks;
    this.labels = h('div', { class: 'grid-row labels', role: 'row', 'aria-rowindex': 1 });
    this.filters = h('div', { class: 'grid-row filters', role: 'row', 'aria-rowindex': 2 });
    /** Rows that count for aria-rowindex. */
    this.rows = hooks.filterControl ? 2 : 1;
    this.element = h('div', { class: 'grid-head', role: 'rowgroup' }, this.labels,
      hooks.filterControl && this.filters);
  }

  draw(columns) {
    const focus = this.rememberFocus();
    replace(this.labels,
      h('div', { class: 'grid-cell tick', role: 'columnheader', 'aria-colindex': 1 },
        this.hooks.onSelectAll ? this.allBox() : h('span', { class: 'unseen' }, t('grid.selected'))),
      columns.map((column, index) => this.label(column, index)));
    if (this.hooks.filterControl) this.drawFilters(columns);
    focus?.();
  }

  /** The box that takes every row of the result, loaded or not, or none. */
  allBox() {
    this.all = h('input', { type: 'checkbox', 'aria-label': t('grid.select-all'), title: t('grid.select-all'),
      onchange: () => this.hooks.onSelectAll(this.all.checked) });
    this.showSelection();
    return h('label', { class: 'head-tick' }, this.all);
  }

  /** Says in the box how much is selected. */
  showSelection() {
    if (!this.all) return;
    const { selection, source } = this.grid;
    const share = selection.share(source.total ?? 0);
    Object.assign(this.all, { checked: share === 'all', indeterminate: share === 'some', disabled: !source.total });
  }

  /** How to put the focus, and what was being typed, back after a redraw. */
  rememberFocus() {
    const focused = document.activeElement;
    const row = [this.labels, this.filters].find((known) => known.contains(focused));
    if (!row) return null;
    const at = [...row.children].findIndex((cell) => cell.contains(focused));
    const { value, selectionStart } = focused;
    return () => {
      const next = row.children[at]?.querySelector('input, button');
      next?.focus({ preventScroll: true });
      if (next?.tagName !== 'INPUT' || next.type === 'checkbox') return;
      next.value = value;
      next.setSelectionRange(selectionStart, selectionStart);
    };
  }

  drawFilters(columns) {
    replace(this.filters,
      h('div', { class: 'grid-cell tick', role: 'gridcell', 'aria-colindex': 1 }, icon('filter')),
      columns.map((column, index) => h('div', { class: 'grid-cell', role: 'gridcell',
        'aria-colindex': index + 2 }, this.hooks.filterControl(column))));
  }

  label(column, index) {
    const sort = this.hooks.sortOf(column.name);
    const canSort = this.hooks.canSort(column);
    const menu = h('button', { class: 'head-menu', type: 'button', tabIndex: -1,
      'aria-haspopup': 'menu', 'aria-label': t('grid.column-menu', { column: column.label }),
      onclick: () => openMenu(menu, () => this.menuItems(column, canSort),
        t('grid.column-menu', { column: column.label })) }, icon('down'));
    const text = canSort
      ? h('button', { class: 'head-label', type: 'button', title: t('grid.sort-hint'),
        onclick: (event) => this.hooks.onSort(column.name, event.shiftKey) },
      h('span', { class: 'head-text' }, column.label), sortMark(sort))
      : h('span', { class: 'head-label plain' }, h('span', { class: 'head-text' }, column.label));
    const cell = h('div', { class: `grid-cell head ${column.align}`, role: 'columnheader',
      'aria-colindex': index + 2, dataset: { column: column.name },
      'aria-sort': sort ? (sort.descending ? 'descending' : 'ascending') : null },
    text, menu, this.edge(column));
    cell.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      menu.click();
    });
    this.makeMovable(cell, column);
    return cell;
  }

  /** Everything a pointer does to a column, for the keyboard. */
  menuItems(column, canSort) {
    const { hooks } = this;
    const width = this.grid.columns.find((known) => known.name === column.name)?.width ?? 120;
    return [
      canSort && { text: t('grid.sort-up'), icon: 'up',
        onChoose: () => hooks.onSortTo(column.name, false) },
      canSort && { text: t('grid.sort-down'), icon: 'down',
        onChoose: () => hooks.onSortTo(column.name, true) },
      canSort && { line: true },
      { text: t('grid.move-left'), icon: 'left', onChoose: () => hooks.onMove(column.name, -1) },
      { text: t('grid.move-right'), icon: 'right', onChoose: () => hooks.onMove(column.name, 1) },
      { text: t('grid.wider'), icon: 'wider', onChoose: () => hooks.onWidth(column.name, width + 48) },
      { text: t('grid.narrower'), icon: 'narrower', onChoose: () => hooks.onWidth(column.name, width - 48) },
      { line: true },
      { text: t('grid.hide'), icon: 'close', onChoose: () => hooks.onHide(column.name) },
    ].filter(Boolean);
  }

  edge(column) {
    const edge = h('span', { class: 'head-edge', 'aria-hidden': 'true' });
    edge.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      event.stopPropagation();
      const start = event.clientX;
      const width = edge.parentElement.offsetWidth;
      edge.setPointerCapture(event.pointerId);
      const drag = (moved) => this.hooks.onWidth(column.name,
        clamp(width + moved.clientX - start, widthMin, widthMax), true);
      edge.addEventListener('pointermove', drag);
      edge.addEventListener('pointerup', (ended) => {
        edge.removeEventListener('pointermove', drag);
        this.hooks.onWidth(column.name, clamp(width + ended.clientX - start, widthMin, widthMax));
      }, { once: true });
    });
    edge.addEventListener('click', (event) => event.stopPropagation());
    return edge;
  }

  makeMovable(cell, column) {
    cell.draggable = true;
    cell.addEventListener('dragstart', (event) => {
      if (document.activeElement?.closest('.head-edge')) return;
      event.dataTransfer.setData('text/x-column', column.name);
      event.dataTransfer.effectAllowed = 'move';
    });
    cell.addEventListener('dragover', (event) => {
      if (!event.dataTransfer.types.includes('text/x-column')) return;
      event.preventDefault();
      cell.classList.add('drop');
    });
    cell.addEventListener('dragleave', () => cell.classList.remove('drop'));
    cell.addEventListener('drop', (event) => {
      event.preventDefault();
      cell.classList.remove('drop');
      const name = event.dataTransfer.getData('text/x-column');
      const names = this.grid.columns.map((known) => known.name);
      this.hooks.onMove(name, names.indexOf(column.name) - names.indexOf(name));
    });
  }
}

function sortMark(sort) {
  if (!sort) return null;
  return h('span', { class: 'sort-mark' }, icon(sort.descending ? 'down' : 'up'),
    sort.of > 1 && h('span', { class: 'sort-place num' }, sort.place));
}

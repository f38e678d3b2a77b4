/**
 * The grid: a window over as many rows as there are. Rows are recycled, heights are fixed, so
 * nothing moves when data arrive. It knows nothing of complaints.
 */
import { debounce, h, setVars, uniqueID } from '../dom.js';
import { t } from '../i18n.js';
import { fillCell } from './cells.js';
import { template, totalWidth } from './columns.js';
import { GridHeader } from './header.js';
import { move } from './keys.js';
import { Selection } from './selection.js';
import {
  afterScroll, canvasHeight, isScaled, reveal, toPhysical, visibleRows,
} from './window.js';

const rowHeights = { compact: 28, normal: 34, roomy: 42 };

export class Grid {
  /**
   * @param {{label: string, columns: import('./cells.js').Column[],
   *   source: import('./source.js').RowSource, density: () => string,
   *   header: Object, onPeek: (row, index) => void, onOpen: (row) => void,
   *   onSelect: (selection: Selection) => void, onRest: (place: {top: number, row: number}) => void,
   *   keepPlace?: {top: number, row: number, column: number},
   *   look?: () => import('./cells.js').Look}} options
   */
  constructor(options) {
    this.options = options;
    this.id = uniqueID('grid');
    this.columns = options.columns;
    this.source = options.source;
    this.selection = new Selection();
    this.active = { row: options.keepPlace?.row ?? 0, column: options.keepPlace?.column ?? 0 };
    this.virtual = options.keepPlace?.top ?? 0;
    this.physical = 0;
    this.slots = [];
    this.frame = 0;
    this.build();
  }

  /** Begins to fetch and to draw. */
  start() { this.setSource(this.source, this.virtual); }

  build() {
    this.header = new GridHeader(this, this.options.header);
    this.canvas = h('div', { class: 'grid-canvas' });
    this.element = h('div', {
      class: 'grid', role: 'grid', tabIndex: 0, id: this.id, 'aria-label': this.options.label,
      'aria-multiselectable': 'true', onscroll: () => this.scrolled(),
      onkeydown: (event) => this.pressed(event), onclick: (event) => this.clicked(event),
      ondblclick: (event) => this.doubleClicked(event),
    }, this.header.element, this.canvas);
    this.rest = debounce(() => this.settle(), 140);
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this.element);
    this.onDensity = () => { this.measure(); };
    addEventListener('ibtool:density', this.onDensity);
    this.onOnline = () => { if (this.source.error) this.source.retry(); };
    addEventListener('online', this.onOnline);
    this.setColumns(this.columns);
  }

  dispose() {
    this.observer.disconnect();
    removeEventListener('ibtool:density', this.onDensity);
    removeEventListener('online', this.onOnline);
    cancelAnimationFrame(this.frame);
    this.rest.cancel();
    this.source.close();
  }

  /** What the arithmetic needs. */
  get shape() {
    // Before the first answer a page of placeholders stands where rows will be.
    const total = this.source.total ?? this.pageRows + 2;
    return { total, rowHeight: this.rowHeight, viewport: this.viewport };
  }

  setColumns(columns) {
    this.columns = columns;
    setVars(this.element, { '--cols': template(columns), '--cols-width': `${totalWidth(columns)}px` });
    this.element.setAttribute('aria-colcount', columns.length + 1);
    this.active.column = Math.min(this.active.column, columns.length - 1);
    this.header.draw(columns);
    this.slots = [];
    this.hasRows = false;
    this.canvas.replaceChildren();
    this.measure();
  }

  /** Shows widths while an edge is dragged, without drawing anything anew. */
  previewColumns(columns) {
    setVars(this.element, { '--cols': template(columns), '--cols-width': `${totalWidth(columns)}px` });
  }

  /** Shows other rows, from `top` on. */
  setSource(source, top = 0) {
    if (this.source !== source) this.source.close();
    this.source = source;
    source.onchange = () => this.arrived();
    this.virtual = top;
    if (source.total === null) source.want(Math.floor(top / this.rowHeight), this.pageRows);
    this.arrived();
  }

  measure() {
    this.rowHeight = rowHeights[this.options.density()] ?? rowHeights.normal;
    this.viewport = Math.max(this.rowHeight,
      this.element.clientHeight - this.header.element.offsetHeight);
    /** What the growing column has beyond its least width. */
    this.spare = Math.max(0, this.element.clientWidth - totalWidth(this.columns));
    this.canvas.style.setProperty('height', `${canvasHeight(this.shape)}px`);
    this.moveTo(this.virtual);
    this.paintSoon();
  }

  get pageRows() { return Math.max(1, Math.floor((this.viewport || 600) / this.rowHeight) - 1); }

  arrived() {
    const total = this.source.total ?? this.slots.length;
    this.element.setAttribute('aria-rowcount', this.source.total === null ? -1 : total + this.header.rows);
    this.element.setAttribute('aria-busy', String(this.source.total === null));
    // Where nothing came, the reason stands alone: no placeholders behind it.
    this.element.classList.toggle('blank', Boolean(this.source.error) && this.source.total === null);
    if (this.source.total !== null || !this.hasRows) {
      this.canvas.style.setProperty('height', `${canvasHeight(this.shape)}px`);
    }
    if (total > 0) this.canvas.setAttribute('role', 'rowgroup');
    else this.canvas.removeAttribute('role');
    if (this.source.total !== null) {
      this.active.row = Math.min(this.active.row, Math.max(0, total - 1));
    }
    this.header.showSelection();
    this.moveTo(this.virtual);
    this.paint();
    this.options.onArrived?.();
  }

  /** Puts the view at a virtual place, and the scroll bar where that is. */
  moveTo(virtual) {
    if (this.source.total === null) return;
    const shape = this.shape;
    this.virtual = Math.max(0, Math.min(virtual, shape.total * shape.rowHeight - shape.viewport));
    this.physical = toPhysical(shape, this.virtual);
    if (Math.abs(this.element.scrollTop - this.physical) >= 1) {
      this.element.scrollTop = this.physical;
      this.physical = this.element.scrollTop;
    }
  }

  scrolled() {
    const now = this.element.scrollTop;
    if (now === this.physical) return;
    this.virtual = afterScroll(this.shape, this.virtual, this.physical, now);
    this.physical = now;
    this.paint();
    this.rest();
  }

  /** After scrolling: the bar goes where the place belongs, and the place is kept. */
  settle() {
    if (isScaled(this.shape)) {
      this.moveTo(this.virtual);
      this.paint();
    }
    this.options.onRest({ top: this.virtual, row: this.active.row, column: this.active.column });
  }

  paintSoon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  }

  paint() {
    const isWaiting = this.source.total === null;
    this.canvas.classList.toggle('stale', isWaiting && this.hasRows);
    // What was there stays until there is something to put in its place.
    if (isWaiting && this.hasRows) return;
    this.hasRows = !isWaiting;
    const { from, to } = visibleRows(this.shape, this.virtual);
    if (!isWaiting) this.source.want(from, to);
    this.ensureSlots(to - from);
    const offset = this.physical - this.virtual;
    const count = this.slots.length;
    for (const slot of this.slots) slot.isUsed = false;
    for (let index = from; index < to; index += 1) this.place(this.slots[index % count], index, offset);
    for (const slot of this.slots) if (!slot.isUsed) slot.element.hidden = true;
    this.showActive();
  }

  ensureSlots(count) {
    while (this.slots.length < count) {
      const cells = this.columns.map((column, index) => h('div', {
        class: `grid-cell ${column.align}`, role: 'gridcell', 'aria-colindex': index + 2 }));
      const tick = h('div', { class: 'grid-cell tick', role: 'gridcell', 'aria-colindex': 1 },
        h('span', { class: 'tick-box', 'aria-hidden': 'true' }));
      const element = h('div', { class: 'grid-row', role: 'row' }, tick, cells);
      this.slots.push({ element, cells, index: -1, row: undefined, y: -1 });
      this.canvas.append(element);
      // The number of slots is the divisor that says who is where.
      for (const slot of this.slots) slot.index = -1;
    }
  }

  place(slot, index, offset) {
    slot.isUsed = true;
    const y = index * this.rowHeight + offset;
    if (slot.y !== y) {
      slot.y = y;
      slot.element.style.setProperty('transform', `translateY(${y}px)`);
    }
    if (slot.element.hidden) slot.element.hidden = false;
    const row = this.source.row(index);
    if (slot.index !== index || slot.row !== row) this.fill(slot, index, row);
    const isSelected = row !== null && this.selection.has(row.id);
    if (slot.isSelected !== isSelected) {
      slot.isSelected = isSelected;
      slot.element.setAttribute('aria-selected', String(isSelected));
    }
  }

  fill(slot, index, row) {
    slot.index = index;
    slot.row = row;
    slot.element.id = `${this.id}-r${index}`;
    slot.element.setAttribute('aria-rowindex', index + 1 + this.header.rows);
    slot.element.classList.toggle('waiting', row === null);
    const look = this.options.look?.() ?? {};
    slot.cells.forEach((cell, at) => {
      cell.id = `${this.id}-r${index}c${at}`;
      if (row === null) cell.textContent = '';
      else fillCell(cell, this.columns[at], row, look, this.roomOf(this.columns[at]));
    });
  }

  /** How many characters a cell shows: one is about 7 pixels wide. */
  roomOf(column) {
    return Math.floor((column.width + (column.grows ? this.spare : 0) - 16) / 7);
  }

  showActive() {
    const { row, column } = this.active;
    const slot = this.slots[row % Math.max(1, this.slots.length)];
    if (this.marked) this.marked.removeAttribute('data-active');
    this.markedRow?.removeAttribute('data-active');
    if (!slot || slot.index !== row || slot.element.hidden) {
      this.element.removeAttribute('aria-activedescendant');
      return;
    }
    this.marked = slot.cells[column];
    this.markedRow = slot.element;
    this.marked?.setAttribute('data-active', '');
    this.markedRow.setAttribute('data-active', '');
    if (this.marked) this.element.setAttribute('aria-activedescendant', this.marked.id);
  }

  pressed(event) {
    if (event.target !== this.element) {
      // In the head, too, Escape closes what is open beside the grid.
      if (event.key === 'Escape') this.options.onEscape?.();
      return;
    }
    const ctrl = event.ctrlKey || event.metaKey;
    const to = move(this.active, { key: event.key, ctrl },
      { rows: this.source.total ?? 0, columns: this.columns.length, page: this.pageRows });
    if (to) {
      if (event.shiftKey) this.selectRange(this.active.row, to.row);
      this.goTo(to);
    } else if (!this.command(event, ctrl)) return;
    event.preventDefault();
  }

  /** Keys that act. @returns {boolean} whether it was one */
  command(event, ctrl) {
    const row = this.source.row(this.active.row);
    if (event.key === 'Enter') row && this.options.onOpen(row);
    else if (event.key === 'F2') row && this.options.onEdit?.(row);
    else if (event.key === ' ') row && this.toggle(row);
    else if (event.key === 'a' && ctrl) this.selectAll();
    else if (event.key === 'p' && !ctrl) row && this.options.onPeek(row, this.active.row);
    else if (event.key === 'Escape') this.options.onEscape?.();
    else return false;
    return true;
  }

  goTo({ row, column }) {
    this.active = { row, column };
    this.moveTo(reveal(this.shape, this.virtual, row));
    this.paint();
    this.revealColumn(column);
    this.rest();
    const here = this.source.row(row);
    if (here) this.options.onMoved?.(here, row);
  }

  revealColumn(column) {
    const cell = this.marked;
    if (!cell) return;
    const left = cell.offsetLeft;
    const right = left + cell.offsetWidth;
    if (column === 0) this.element.scrollLeft = 0;
    else if (left < this.element.scrollLeft) this.element.scrollLeft = left;
    else if (right > this.element.scrollLeft + this.element.clientWidth) {
      this.element.scrollLeft = right - this.element.clientWidth;
    }
  }

  toggle(row) {
    this.selection.toggle(row.id, row.number);
    this.selectionChanged();
  }

  selectRange(from, to) {
    this.selection.add(this.source.loaded(Math.min(from, to), Math.max(from, to) + 1));
    this.selectionChanged();
  }

  selectAll() {
    this.selection.all();
    this.selectionChanged();
  }

  clearSelection() {
    this.selection.clear();
    this.selectionChanged();
  }

  selectionChanged() {
    this.options.onSelect(this.selection);
    this.header.showSelection();
    this.paint();
  }

  clicked(event) {
    const slot = this.slotOf(event.target);
    if (!slot?.row) return;
    const column = slot.cells.findIndex((cell) => cell.contains(event.target));
    const before = this.active.row;
    this.active = { row: slot.index, column: Math.max(0, column) };
    if (event.shiftKey) this.selectRange(before, slot.index);
    else if (column < 0 || event.ctrlKey || event.metaKey) this.toggle(slot.row);
    else this.options.onPeek(slot.row, slot.index);
    this.paint();
    this.rest();
  }

  doubleClicked(event) {
    const slot = this.slotOf(event.target);
    if (slot?.row) this.options.onOpen(slot.row);
  }

  slotOf(target) {
    const element = target.closest('.grid-row');
    return this.slots.find((slot) => slot.element === element);
  }

  /** What to say for screen readers about the count. */
  countText() {
    return this.source.total === null ? '' : t('grid.count', { n: this.source.total });
  }
}

/** What a grid cell shows for a field of a type. Cells are recycled: filling replaces everything. */
import { h, replace } from '../dom.js';
import { aligned, civilDate, instant, number } from '../format.js';
import { language, t } from '../i18n.js';
import { valueLabel } from '../catalogue.js';
import { around, beginning, marksOf } from '../matches.js';
import { valueOf } from '../patch.js';
import { chipClass } from '../widgets/chip.js';
import { nameCodes } from '../widgets/codelist.js';

/** @typedef {{name: string, label: string, field: import('../catalogue.js').Field, width: number,
 *   grows: boolean, align: string}} Column */

const widths = {
  number: 116, status: 152, severity: 108, outcome: 148, received: 104, aware: 116, event_date: 116,
  modality: 84, country: 96, channel: 120, language: 92, product: 168, model: 100, brand: 132,
  site: 116, site_name: 180, customer: 200, system: 128, serial: 124, summary: 208, owner: 108,
  updated: 168, created: 168, source: 104, source_id: 132, software_version: 132, udi: 168,
};

/** The column of a field. @returns {Column} */
export function columnOf(field) {
  return {
    name: field.name, label: field.label, field,
    width: widths[field.name] ?? (field.type === 'prose' ? 320 : 140),
    grows: field.name === 'summary',
    align: field.type === 'number' && !field.name.endsWith('version') ? 'right' : 'left',
  };
}

/**
 * What a search found: in a field that is shown, and where no column shows it.
 * @typedef {{pieces?: (row: Object, name: string) => string[]|null,
 *   hints?: (row: Object) => {label: string, pieces: string[]}[]}} Look
 */

/**
 * Puts the value of `column` of `row` into `cell`.
 * @param {Look} look @param {number} room how many characters the cell shows
 */
export function fillCell(cell, column, row, look, room) {
  const value = valueOf(row, column.name);
  if (column.field?.item === 'code') return fillCodes(cell, column.field, value);
  if (column.name === 'summary') return void replace(cell, summaryParts(row, value, look, room));
  const pieces = look.pieces?.(row, column.name);
  if (pieces && typeof value === 'string' && !chipClass(column.name, value)) {
    return void replace(cell, marked(pieces));
  }
  if (value === null || value === undefined || value === '') return void (cell.textContent = '');
  const chip = chipClass(column.name, value);
  if (!chip) return void (cell.textContent = cellText(column.field, value));
  const existing = cell.firstElementChild;
  const element = existing?.classList.contains('chip') && cell.childNodes.length === 1 ? existing
    : h('span');
  element.className = chip;
  element.textContent = valueLabel(column.field, value);
  if (element !== existing) cell.replaceChildren(element);
}

/** Codes; what they mean is in the cell's title. The column keeps its cells, so no other cell has one. */
function fillCodes(cell, field, value) {
  const codes = value ? [value].flat() : [];
  cell.textContent = codes.join(', ');
  if (codes.length) nameCodes(cell, field, codes);
  else cell.title = '';
}

/** In a narrower column than this many characters, why a row was found comes before its summary. */
const roomForBoth = 48;

/** The summary, cut so that what matched is in sight; without one, the device in its place. */
function summaryParts(row, value, look, width) {
  const hints = look.hints?.(row) ?? [];
  if (hints.length === 0) return summaryOf(row, value, width);
  const isNarrow = width < roomForBoth;
  const room = isNarrow ? width : Math.floor(width * 0.45);
  const why = hints.map((hint, index) => h('span', { class: 'muted' }, index > 0 && ' · ', hint.label,
    t('list.colon'), marked(around(hint.pieces, Math.max(12, width - hint.label.length - 2
      - (isNarrow ? 0 : room + 3))))));
  const shown = summaryOf(row, isNarrow || !value ? value : beginning(value, room), room);
  return isNarrow ? [why, ' · ', shown] : [shown, ' · ', why];
}

function summaryOf(row, value, room) {
  const pieces = marksOf(row, 'summary');
  if (pieces) return marked(around(pieces, room));
  return value || h('span', { class: 'muted' }, deviceOf(row));
}

/** What stands for a complaint that nobody described: brand, product and model, as far as known. */
export function deviceOf(row) {
  return [...new Set([row.brand, row.product, row.model].filter(Boolean))].join(' · ');
}

/** Every second piece, beginning with the second, is a match. */
export function marked(pieces) {
  return pieces.map((piece, index) => index % 2 ? h('mark', null, piece) : piece);
}

/** A value as text, short enough for a grid. Modalities are known by their codes. */
export function cellText(field, value) {
  if (field.name === 'modality') return value;
  switch (field.type) {
    case 'choice': return valueLabel(field, value);
    case 'list': return [value].flat().map((item) => valueLabel(field, item)).join(', ');
    case 'date':
    case 'partial_date': return aligned(civilDate(value, language(), 'short'));
    case 'timestamp': return aligned(instant(value, language(), 'short'));
    case 'number': return typeof value === 'number' ? number(value, language()) : String(value);
    case 'boolean': return t(value ? 'value.yes' : 'value.no');
    default: return typeof value === 'object' ? JSON.stringify(value) : valueLabel(field, value);
  }
}

/** What a grid cell shows for a field of a type. Cells are recycled: filling replaces everything. */
import { h } from '../dom.js';
import { civilDate, instant, number } from '../format.js';
import { language, t } from '../i18n.js';
import { valueLabel } from '../catalogue.js';
import { valueOf } from '../patch.js';
import { chipClass } from '../widgets/chip.js';

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

/** Puts the value of `column` of `row` into `cell`. */
export function fillCell(cell, column, row) {
  const value = valueOf(row, column.name);
  const highlights = row.highlights?.[column.name];
  if (highlights) return void cell.replaceChildren(...marked(highlights));
  if (column.name === 'summary' && row.highlights?.description) {
    return void cell.replaceChildren(value ? `${value} — ` : '',
      h('span', { class: 'muted' }, marked(nearMatch(row.highlights.description))));
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

/** The pieces with little before the first match, so that it can be seen. */
function nearMatch([before, ...rest]) {
  return [before.length > 24 ? `…${before.slice(-20)}` : before, ...rest];
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
    case 'date':
    case 'partial_date': return civilDate(value, language(), 'short');
    case 'timestamp': return instant(value, language(), 'short');
    case 'number': return typeof value === 'number' ? number(value, language()) : String(value);
    case 'boolean': return t(value ? 'value.yes' : 'value.no');
    default: return typeof value === 'object' ? JSON.stringify(value) : valueLabel(field, value);
  }
}

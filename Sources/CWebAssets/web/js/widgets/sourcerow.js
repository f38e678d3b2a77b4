/** The untouched columns of an imported record. */
import { h } from '../dom.js';
import { t, tn } from '../i18n.js';

/** @returns {Element|null} nothing for a record that was not imported */
export function sourceRow({ source_row: row }) {
  if (!row || typeof row !== 'object') return null;
  const entries = Object.entries(row);
  return h('details', { class: 'record-section source-row' },
    h('summary', null, h('h2', null, t('record.source-row')),
      h('span', { class: 'muted small' }, tn('record.columns', entries.length))),
    h('table', { class: 'plain-table' }, h('tbody', null, entries.map(([name, value]) =>
      h('tr', null, h('th', { scope: 'row' }, name), h('td', null, String(value ?? '')))))));
}

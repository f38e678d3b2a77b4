/** Fields as they are read: sections of a definition list, only what has a value. */
import { h } from '../dom.js';
import { hasText, language, t } from '../i18n.js';
import { civilDate, instant, number } from '../format.js';
import { jurisdictionName, valueLabel } from '../catalogue.js';
import { valueOf } from '../patch.js';
import { personName } from '../people.js';
import { chip, chipClass } from './chip.js';
import { codeList } from './codelist.js';

/** Fields that hold accounts: people are named. */
const accounts = new Set(['updated_by', 'owner', 'done_by', 'decided_by', 'submitted_by', 'lead', 'members', 'mentions',
  'told', 'signer', 'investigator', 'reviewer']);

/** Fields that hold jurisdictions of the rules, one or several with commas between. */
const jurisdictions = new Set(['jurisdiction', 'decision_required']);

/** The name of a section. */
export function groupLabel(group) {
  if (group.label) return group.label;
  return hasText(`group.${group.name}`) ? t(`group.${group.name}`) : group.name;
}

/**
 * A value as it is read in a page. Links lead to what it names.
 * @param {import('../catalogue.js').Field} field @returns {import('../dom.js').Child}
 */
export function valueView(field, value) {
  if (value === null || value === undefined || value === '' || value.length === 0) {
    return h('span', { class: 'muted' }, t('value.empty'));
  }
  if (value === '•••') return h('span', { class: 'muted', title: t('value.restricted') }, value);
  if (chipClass(field.name, value)) return chip(field, field.name, value);
  if (field.name === 'import') return h('a', { class: 'num', href: `/imports/${value}` }, String(value));
  if (accounts.has(field.name)) {
    const names = field.type === 'list' || field.name === 'mentions' ? manyOf(value) : [value];
    return names.map((name) => personName(name)).join(', ');
  }
  if (jurisdictions.has(field.name)) {
    return value.split(', ').map((code) => jurisdictionName(code, language())).join(', ');
  }
  if (field.name === 'report_source') return sourceName(value);
  switch (field.type) {
    case 'choice': return valueLabel(field, value);
    case 'list': return field.item === 'code' ? codeList(field, [value].flat()) : listText(field, value);
    case 'date':
    case 'partial_date': return civilDate(value, language());
    case 'timestamp': return instant(timeOf(value), language());
    case 'number': return h('span', { class: 'num' }, number(value, language()));
    case 'boolean': return t(value ? 'value.yes' : 'value.no');
    case 'prose': return h('div', { class: 'prose' }, value);
    default: return linked(field, value);
  }
}

/** The change log holds instants as microseconds. */
const timeOf = (value) => typeof value === 'number' ? new Date(value / 1000).toISOString() : value;

/** The values of a list; the change log holds some as one text with spaces between. */
export const manyOf = (value) => Array.isArray(value) ? value : String(value).split(' ').filter(Boolean);

/** One value of a list as text. */
export const itemText = (field, item) => accounts.has(field.name) ? personName(item) : valueLabel(field, item);

/** The values of a list in one line. */
export const listText = (field, value) => manyOf(value).map((item) => valueLabel(field, item)).join(', ');

/** MAUDE names who reported with a letter. */
const sourceName = (value) => hasText(`report-source.${value}`) ? `${t(`report-source.${value}`)} (${value})`
  : value;

function linked(field, value) {
  if (field.reference === 'site') return h('a', { href: `/sites/${encodeURIComponent(value)}` }, value);
  if (field.reference === 'system') {
    return h('a', { href: `/systems/${encodeURIComponent(value)}` }, value);
  }
  if (field.reference === 'country') return `${valueLabel(field, value)} (${value})`;
  return typeof value === 'object' ? h('code', null, JSON.stringify(value)) : String(value);
}

/**
 * Sections with values. `skip` names fields shown elsewhere; `tool` gives what stands beside a label.
 * @param {import('../catalogue.js').Catalogue} catalogue
 * @param {(field: import('../catalogue.js').Field) => import('../dom.js').Child} [tool]
 */
export function recordSections(catalogue, record, skip = [], tool = () => null) {
  return readingOrder(catalogue.groups).map((group) => {
    const fields = group.fields.filter((field) => !skip.includes(field.name)
      && field.type !== 'object' && isGiven(valueOf(record, field.name)));
    if (fields.length === 0) return null;
    return h('section', { class: 'record-section', id: `section-${group.name}` },
      h('h2', null, groupLabel(group)),
      h('dl', { class: 'facts' }, fields.map((field) => h('div', {
        class: field.type === 'prose' ? 'fact wide' : 'fact',
      }, h('dt', null, field.label, tool(field)),
      h('dd', null, valueView(field, valueOf(record, field.name)))))));
  }).filter(Boolean);
}

const isGiven = (value) => value !== null && value !== undefined && value !== '' && value.length !== 0;

/** What says when and by whom a file was kept: of use last, with where it came from. */
const keeping = ['created', 'updated', 'updated_by', 'version'];

/**
 * Sections as one reads a file: what it is, what happened, to which system, then the work on it.
 * Pure. @param {{name: string, label: string, fields: any[]}[]} groups in the catalogue's order
 */
export function readingOrder(groups) {
  const kept = groups.flatMap((group) => group.fields.filter((field) => keeping.includes(field.name)));
  const rest = groups.map((group) => ({ ...group,
    fields: group.fields.filter((field) => !keeping.includes(field.name)) }));
  const first = ['identity', 'event', 'site', 'device'].map((name) =>
    rest.find((group) => group.name === name)).filter(Boolean);
  return [...first, ...rest.filter((group) => !first.includes(group))].map((group) =>
    group.name === 'provenance' ? { ...group, fields: [...group.fields, ...kept] } : group);
}

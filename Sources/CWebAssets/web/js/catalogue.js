/**
 * The field catalogue: what exists, how it is called, what may be done with it. Pure.
 * @typedef {{value: string, label: string}} Choice
 * @typedef {'text'|'prose'|'choice'|'date'|'partial_date'|'timestamp'|'number'|'boolean'|'list'|'object'} Kind
 * @typedef {{name: string, group: string, type: Kind, label: string, help: string,
 *   citation: string, values: Choice[]|null, required: boolean, sortable: boolean, facet: boolean,
 *   entry: 'free'|'intake'|'system', listed: boolean, bytesMax: number|null, min: number|null,
 *   max: number|null, access: string, reference: string|null, language: string, form: string,
 *   requiredWhen: import('./condition.js').Condition|null, requiredWords: string, retired: boolean,
 *   indexed: boolean, rawType: string, item: 'text'|'choice'|'country'|'code'|null, annex: string, example: string}} Field
 * @typedef {{fields: Field[], groups: {name: string, label: string, fields: Field[]}[],
 *   byName: Map<string, Field>}} Catalogue
 */

import { isSame, valueOf } from './patch.js';

/** Reads the answer of GET /fields in one language. @returns {Catalogue} */
export function readCatalogue(answer, language) {
  const list = Array.isArray(answer) ? answer : answer.fields ?? answer.items ?? [];
  const fields = list.map((raw) => readField(raw, language));
  const groups = readGroups(answer, fields, language);
  return { fields, groups, byName: new Map(fields.map((field) => [field.name, field])) };
}

function readField(raw, language) {
  const trait = (name) => raw[name] === true || Boolean(raw.traits?.includes?.(name));
  const type = kinds[raw.type] ?? 'text';
  const values = raw.values ?? raw.choices ?? null;
  return {
    name: raw.name,
    group: raw.group ?? 'other',
    type: values?.length && type === 'text' ? 'choice' : type,
    label: words(raw.label ?? raw.labels, language) || raw.name,
    help: words(raw.help, language),
    citation: words(raw.citation, language),
    values: values?.length ? values.map((value) => readChoice(value, language)) : null,
    required: trait('required'),
    sortable: trait('sortable'),
    facet: trait('facet'),
    entry: raw.entry ?? (raw.editable === false || raw.read_only ? 'system' : 'free'),
    listed: raw.listed ?? raw.traits?.includes?.('listed') ?? type !== 'prose',
    bytesMax: raw.bytes_max ?? raw.max_bytes ?? raw.max_length ?? null,
    min: raw.minimum ?? null,
    max: raw.maximum ?? null,
    access: raw.access ?? 'open',
    reference: referenceOf(raw),
    language,
    form: raw.form ?? '',
    requiredWhen: raw.required_when?.condition ?? null,
    requiredWords: words(raw.required_when?.words, language),
    retired: trait('retired'),
    indexed: trait('indexed'),
    rawType: raw.type,
    item: /^(\w+)_list$/.exec(raw.type)?.[1] ?? null,
    annex: raw.annex ?? '',
    example: raw.example ?? '',
  };
}

/** The kinds the interface tells apart, by the names a catalogue may use. */
const kinds = {
  text: 'text', string: 'text', reference: 'text', country: 'text', prose: 'prose',
  long_text: 'prose', choice: 'choice', date: 'date', partial_date: 'partial_date',
  partialDate: 'partial_date', timestamp: 'timestamp', instant: 'timestamp', integer: 'number',
  decimal: 'number', number: 'number', boolean: 'boolean', object: 'object', text_list: 'list',
  choice_list: 'list', country_list: 'list', code_list: 'list',
};

function referenceOf(raw) {
  if (raw.type === 'country' || raw.type === 'country_list') return 'country';
  return raw.type === 'reference' ? raw.entity ?? raw.name : null;
}

function readChoice(raw, language) {
  if (raw === null || typeof raw !== 'object') return { value: String(raw), label: String(raw) };
  return { value: raw.value, label: words(raw.label ?? raw.labels ?? raw, language) || raw.value };
}

function words(text, language) {
  if (!text) return '';
  return typeof text === 'string' ? text : text[language] ?? text.en ?? '';
}

function readGroups(answer, fields, language) {
  const known = (answer.groups ?? []).map((raw) => typeof raw === 'string'
    ? { name: raw, label: '' } : { name: raw.name, label: words(raw.label ?? raw.labels, language) });
  for (const field of fields) {
    if (!known.some((group) => group.name === field.group)) known.push({ name: field.group, label: '' });
  }
  return known
    .map((group) => ({ ...group, fields: fields.filter((field) => field.group === group.name) }))
    .filter((group) => group.fields.length > 0);
}

/** Made once a language: they are dear. @type {Object<string, Intl.DisplayNames>} */
const regions = {};

/** "FR" → "France", in the language of the catalogue; a code without a name shows itself. */
export function countryName(code, language) {
  try {
    return (regions[language] ??= new Intl.DisplayNames([language], { type: 'region' })).of(code);
  } catch {
    return code;
  }
}

/** "EU" → "European Union"; a jurisdiction of the house's own rules shows its code. */
export const jurisdictionName = (code, language) => /^[A-Z]{2}$/.test(code) ? countryName(code, language) : code;

/** The label of a value of a field; a value without one shows itself. */
export function valueLabel(field, value) {
  if (field?.reference === 'country' && value) return countryName(value, field.language);
  return field?.values?.find((choice) => choice.value === value)?.label ?? String(value ?? '');
}

/** Whether people write a field at all. */
export function isWritable(field) {
  return field.type !== 'object' && field.entry !== 'system' && !field.retired;
}

/**
 * Whether what intake entered is locked: the file has left it, and there is a value. What was not known
 * may still be entered once.
 */
export function isLocked(field, record) {
  if (field.entry !== 'intake' || !record?.status || record.status === 'received') return false;
  return !isSame(valueOf(record, field.name), null);
}

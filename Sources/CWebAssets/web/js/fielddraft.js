/** One of the operator's own fields between the API's form and a form's flat values. Pure. */

/** What a person fills in, from the API's form of a field; a new one begins as a text. */
export function flatten(raw) {
  if (!raw) return { type: 'text', group: 'custom', access: 'open' };
  return {
    name: raw.name.replace(/^custom\./, ''), type: raw.type, group: raw.group, access: raw.access ?? 'open',
    label_en: raw.label.en, label_fr: raw.label.fr, help_en: raw.help?.en ?? null,
    help_fr: raw.help?.fr ?? null, values: linesOf(raw.values), bytes_max: raw.bytes_max ?? null,
    minimum: bound(raw.minimum), maximum: bound(raw.maximum), position: raw.position ?? null,
    required: raw.required, facet: raw.facet, sortable: raw.sortable, indexed: raw.indexed,
    retired: raw.retired, ...flatNeed(raw.required_when?.condition),
  };
}

/** The widest bounds are none. */
const bound = (value) => Math.abs(value ?? Infinity) > Number.MAX_SAFE_INTEGER ? null : value;

const linesOf = (values) => values?.map(({ value, label }) => [value, label.en, label.fr].join(' = ')).join('\n')
  ?? null;

/** "head = Head = Tête", a line a choice; what is left out is taken from what stands before it. */
export function choicesOf(text) {
  return (text ?? '').split('\n').map((line) => line.split('=').map((part) => part.trim()))
    .filter(([value]) => value)
    .map(([value, en, fr]) => ({ value, label: { en: en || value, fr: fr || en || value } }));
}

/** The simple conditions, as three controls show them; `isOther` for all others. */
export function flatNeed(condition) {
  const parts = !condition ? [] : condition.all ?? [condition];
  const state = parts.filter((part) => part.status_reached);
  const field = parts.filter((part) => part.field);
  const isOther = state.length + field.length !== parts.length || state.length > 1 || field.length > 1;
  if (isOther) return { isOther };
  return {
    need_status: state[0]?.status_reached ?? null, need_field: field[0]?.field ?? null,
    need_is: field[0] ? field[0].is ?? 'in' : null, need_values: field[0]?.in?.join(', ') ?? null,
  };
}

/** The condition that the three controls say; null for none. */
export function needOf(values) {
  const parts = [];
  if (values.need_status) parts.push({ status_reached: values.need_status });
  if (values.need_field && values.need_is === 'in') {
    parts.push({ field: values.need_field,
      in: (values.need_values ?? '').split(',').map((part) => part.trim()).filter(Boolean) });
  } else if (values.need_field) parts.push({ field: values.need_field, is: values.need_is ?? 'set' });
  return parts.length > 1 ? { all: parts } : parts[0] ?? null;
}

/** The sections of persons are for what is about that person; none says where a file came from. */
export const isSectionOf = (group, access) => group !== 'provenance'
  && (!['complainant', 'patient'].includes(group) || group === access);

/** Where values that only some may see stand unless somebody says otherwise. */
export const sectionOf = (access) => access === 'open' ? 'custom' : access;

/** Which of the flat values belong to a type; nothing looks into the values of what is sealed. */
export function isOfType(name, type, access = 'open') {
  if (access !== 'open' && ['facet', 'sortable', 'indexed'].includes(name)) return false;
  switch (name) {
    case 'values': return type === 'choice' || type === 'choice_list';
    case 'minimum': case 'maximum': return type === 'integer';
    case 'bytes_max': return ['text', 'prose', 'text_list'].includes(type);
    case 'sortable': case 'indexed': return !['prose', 'choice_list', 'text_list', 'country_list'].includes(type);
    case 'facet': return !['prose', 'decimal'].includes(type);
    default: return true;
  }
}

/** What is sent: everything for a new field, of a known one what is not for good. */
export function bodyOf(values, isNew, keepsNeed) {
  const body = {
    label: { en: values.label_en, fr: values.label_fr || values.label_en },
    help: values.help_en || values.help_fr
      ? { en: values.help_en || values.help_fr, fr: values.help_fr || values.help_en } : null,
    group: values.group, required: Boolean(values.required), retired: Boolean(values.retired),
  };
  if (isNew) Object.assign(body, { name: values.name, type: values.type, access: values.access ?? 'open' });
  if (!keepsNeed) body.required_when = needOf(values);
  if (values.position !== null && values.position !== undefined) body.position = values.position;
  for (const name of ['minimum', 'maximum', 'bytes_max']) {
    const value = values[name];
    if (isOfType(name, values.type) && value !== null && value !== undefined) body[name] = value;
  }
  for (const name of ['facet', 'sortable', 'indexed']) {
    if (isOfType(name, values.type, values.access)) body[name] = Boolean(values[name]);
  }
  if (isOfType('values', values.type)) body.values = choicesOf(values.values);
  return body;
}

/** The control that a pointer of a refusal means. */
export function controlOf(pointer) {
  const name = String(pointer ?? '').split('/')[1] ?? '';
  return { label: 'label_en', help: 'help_en', required_when: 'need_field' }[name] ?? name;
}

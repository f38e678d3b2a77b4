/** A rule in words, and as the fields of a form. */
import { language, t, tn } from '../i18n.js';
import { conditionText } from '../rulecondition.js';

/** "30 calendar days", "5 work days (US federal holidays)" … */
export function limitText(rule, calendars, catalogue) {
  const { limit } = rule;
  if (limit.days !== undefined) {
    const days = tn('rules.days', limit.days);
    return rule.immediately ? t('rules.immediately-and', { days }) : days;
  }
  if (limit.work_days !== undefined) {
    const calendar = calendars.find((known) => known.code === limit.calendar);
    return tn('rules.work-days', limit.work_days, { calendar: calendar?.name[language()] ?? limit.calendar });
  }
  if (limit.before) {
    return t('rules.before', { field: catalogue.byName.get(limit.before)?.label ?? limit.before });
  }
  return limit.half_of ? t('rules.half', { rules: limit.half_of.join(', ') }) : t('rules.at-once');
}

/** "Day 0: Aware, else Received" */
export function startsText(starts, catalogue) {
  const labels = starts.map((name) => catalogue.byName.get(name)?.label ?? name);
  return labels.length === 0 ? '' : t('rules.from-day', { fields: labels.join(t('rules.or')) });
}

const kinds = ['days', 'work_days', 'immediately', 'before', 'half_of'];

/** What a condition says while one types it; nothing while it is none. */
function typedText(text, document, catalogue) {
  try { return conditionText(JSON.parse(text), document, catalogue); } catch { return ''; }
}

/** The fields of the form for one rule of a set. @param {{calendars: Object[], jurisdictions: Object[]}} document */
export function ruleEntries(rule, document, catalogue) {
  const { calendars } = document;
  const kind = kinds.find((known) => rule.limit[known] !== undefined);
  const counted = rule.limit.days ?? rule.limit.work_days;
  return [
    { name: 'name_en', label: t('rules.name-en'), required: true, value: rule.name.en, autofocus: true },
    { name: 'name_fr', label: t('rules.name-fr'), required: true, value: rule.name.fr },
    ...(counted === undefined ? [] : [
      { name: 'kind', label: t('rules.unit'), type: 'select', required: true, value: kind,
        options: [{ value: 'days', label: t('rules.unit-days') },
          ...calendars.map((calendar) => ({ value: `work_days:${calendar.code}`,
            label: t('rules.unit-work', { calendar: calendar.name[language()] }) }))] },
      { name: 'count', label: t('rules.length'), type: 'number', required: true, value: String(counted) },
    ]),
    { name: 'starts', label: t('rules.starts'), required: true, value: rule.starts.join(', '),
      help: t('rules.starts-help'), says: (text) => startsText(list(text), catalogue) },
    { name: 'when', label: t('rules.when'), type: 'code', required: true, value: JSON.stringify(rule.when, null, 2),
      help: t('rules.when-help'), says: (text) => typedText(text, document, catalogue) },
    { name: 'warn', label: t('rules.warn'), required: true, value: (rule.warn ?? []).join(', ') },
    { name: 'citation_en', label: t('rules.citation-en'), required: true, value: rule.citation.en },
    { name: 'citation_fr', label: t('rules.citation-fr'), required: true, value: rule.citation.fr },
    { name: 'from', label: t('rules.from'), type: 'day', value: rule.valid?.from ?? '' },
    { name: 'to', label: t('rules.to'), type: 'day', value: rule.valid?.to ?? '' },
  ].map((entry) => entry.name === 'kind'
    ? { ...entry, value: kind === 'days' ? 'days' : `work_days:${rule.limit.calendar}` } : entry);
}

/**
 * The rule that a form says, and what in the form says nothing: there the rule keeps what it had.
 * @returns {{made: Object, errors: Object<string, string>}}
 */
export function ruleOf(values, rule) {
  const errors = {};
  const valid = { ...(values.from && { from: values.from }), ...(values.to && { to: values.to }) };
  const made = {
    ...rule, when: whenOf(values.when, rule, errors), name: { en: values.name_en, fr: values.name_fr },
    citation: { en: values.citation_en, fr: values.citation_fr }, starts: list(values.starts),
    warn: warnOf(values.warn, rule, errors), limit: limitOf(values, rule),
  };
  delete made.valid;
  return { made: Object.keys(valid).length > 0 ? { ...made, valid } : made, errors };
}

function whenOf(text, rule, errors) {
  try { return JSON.parse(text); } catch {
    errors.when = t('rules.bad-json');
    return rule.when;
  }
}

function warnOf(text, rule, errors) {
  const points = list(text).map(Number);
  if (!points.some(Number.isNaN)) return points;
  errors.warn = t('rules.bad-warn');
  return rule.warn;
}

function limitOf({ kind, count }, rule) {
  if (kind === undefined) return rule.limit;
  if (kind === 'days') return { days: Number(count) };
  return { work_days: Number(count), calendar: kind.slice('work_days:'.length) };
}

const list = (text) => text.split(/[,;\s]+/).filter(Boolean);

const places = { 'name/fr': 'name_fr', name: 'name_en', 'citation/fr': 'citation_fr', citation: 'citation_en',
  'limit/calendar': 'kind', limit: 'count', 'valid/to': 'to', valid: 'from', when: 'when', starts: 'starts',
  warn: 'warn' };

/**
 * What the server says of a document, each at the control of the form of rule `index` that it is about.
 * @param {{pointer: string, detail: string}[]} problems @param {Object} rule as it was sent
 * @param {string[]} names of the form's controls
 * @returns {{errors: Object<string, string>, others: string[]}} those that are about no control, with their place
 */
export function atControls(problems, rule, index, names) {
  const before = `/document/rules/${index}/`;
  const errors = {};
  const others = [];
  for (const { pointer, detail } of problems) {
    const isHere = pointer.startsWith(before);
    const path = isHere ? pointer.slice(before.length).split('/') : [];
    const name = places[path.slice(0, 2).join('/')] ?? places[path[0]];
    if (!names.includes(name)) {
      others.push(`${isHere ? path.join('/') : pointer}${t('list.colon')}${detail}`);
      continue;
    }
    const said = quoted(path.length > 1 && ['when', 'starts'].includes(name) ? valueAt(rule, path) : undefined, detail);
    errors[name] = errors[name] ? `${errors[name]} ${said}` : said;
  }
  return { errors, others };
}

/** A text in a longer value is named, unless the sentence names it. */
const quoted = (value, detail) => typeof value !== 'string' || detail.includes(value) ? detail
  : `${JSON.stringify(value)}${t('list.colon')}${detail}`;

const valueAt = (value, path) => path.reduce((inner, step) => inner?.[step], value);

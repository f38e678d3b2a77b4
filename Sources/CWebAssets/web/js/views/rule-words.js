/** A rule in words, and as the fields of a form. */
import { language, t, tn } from '../i18n.js';

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

const kinds = ['days', 'work_days', 'immediately', 'before', 'half_of'];

/** The fields of the form for one rule. */
export function ruleEntries(rule, calendars) {
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
      help: t('rules.starts-help') },
    { name: 'when', label: t('rules.when'), required: true, value: JSON.stringify(rule.when),
      help: t('rules.when-help') },
    { name: 'warn', label: t('rules.warn'), required: true, value: (rule.warn ?? []).join(', ') },
    { name: 'citation_en', label: t('rules.citation-en'), required: true, value: rule.citation.en },
    { name: 'citation_fr', label: t('rules.citation-fr'), required: true, value: rule.citation.fr },
    { name: 'from', label: t('rules.from'), type: 'day', value: rule.valid?.from ?? '' },
    { name: 'to', label: t('rules.to'), type: 'day', value: rule.valid?.to ?? '' },
  ].map((entry) => entry.name === 'kind'
    ? { ...entry, value: kind === 'days' ? 'days' : `work_days:${rule.limit.calendar}` } : entry);
}

/** The rule that a form says; null when its condition is not JSON. */
export function ruleOf(values, rule) {
  let when;
  try { when = JSON.parse(values.when); } catch { return null; }
  const valid = { ...(values.from && { from: values.from }), ...(values.to && { to: values.to }) };
  const made = {
    ...rule, when, name: { en: values.name_en, fr: values.name_fr },
    citation: { en: values.citation_en, fr: values.citation_fr },
    starts: list(values.starts), warn: list(values.warn).map(Number), limit: limitOf(values, rule),
  };
  delete made.valid;
  return Object.keys(valid).length > 0 ? { ...made, valid } : made;
}

function limitOf({ kind, count }, rule) {
  if (kind === undefined) return rule.limit;
  if (kind === 'days') return { days: Number(count) };
  return { work_days: Number(count), calendar: kind.slice('work_days:'.length) };
}

const list = (text) => text.split(/[,;\s]+/).filter(Boolean);

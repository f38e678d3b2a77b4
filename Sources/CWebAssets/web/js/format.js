/** Numbers, dates and times as the reader writes them. Pure: the language is a parameter. */

const formats = new Map();

/** Formatters are dear to make and cheap to keep. */
function formatter(kind, locale, options) {
  const key = `${kind} ${locale} ${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) {
    made = kind === 'date' ? new Intl.DateTimeFormat(locale, options)
      : kind === 'relative' ? new Intl.RelativeTimeFormat(locale, options)
        : new Intl.NumberFormat(locale, options);
    formats.set(key, made);
  }
  return made;
}

/** English dates are written day first, as in 2 March 2026; the month's name leaves no doubt. */
const localeOf = (language) => language === 'fr' ? 'fr-FR' : 'en-GB';

/** 38144 → "38,144" or "38 144". */
export function number(value, language) {
  return formatter('number', localeOf(language), {}).format(value);
}

/** 0.98 → "98%" or "98 %". */
export function percent(value, language) {
  return formatter('number', localeOf(language), { style: 'percent' }).format(value);
}

/** Bytes in the largest unit that keeps a digit before the point. */
export function bytes(value, language) {
  const units = language === 'fr' ? ['o', 'ko', 'Mo', 'Go'] : ['B', 'kB', 'MB', 'GB'];
  let unit = 0;
  let amount = value;
  while (amount >= 1000 && unit < units.length - 1) { amount /= 1000; unit += 1; }
  const shown = formatter('number', localeOf(language), {
    maximumFractionDigits: amount < 10 && unit > 0 ? 1 : 0,
  }).format(amount);
  return `${shown}\u00a0${units[unit]}`;
}

/**
 * A civil date in words, at the precision it has: "2 March 2026", "March 2026", "2026".
 * @param {string|null|undefined} text ISO 8601, possibly reduced @param {string} language
 * @param {'long'|'short'} [style] short is for lists: the month in three letters or so
 */
export function civilDate(text, language, style = 'long') {
  if (!text) return '';
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(text);
  if (!match) return text;
  const [, year, month, day] = match;
  if (!month) return year;
  const date = new Date(Date.UTC(+year, +month - 1, day ? +day : 1));
  const options = { year: 'numeric', month: style, timeZone: 'UTC' };
  if (day) options.day = 'numeric';
  const shown = formatter('date', localeOf(language), options).format(date);
  return language === 'fr' ? firstOfMonth(shown, style) : shown.replace(/\bSept\b/, 'Sep');
}

/**
 * A sentence of the server with its days as the reader writes them: "after 2026-03-02" becomes "after 2 March 2026".
 * A date is never broken at the end of a line.
 */
export const datesInWords = (sentence, language) => sentence.replace(/\b\d{4}-\d{2}-\d{2}\b/g,
  (day) => civilDate(day, language).replaceAll(' ', '\u00a0'));

/** An instant in the reader's own zone: "2 March 2026, 10:12", or with seconds "…, 10:12:07". */
export function instant(text, language, style = 'long', hasSeconds = false) {
  if (!text) return '';
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const shown = formatter('date', localeOf(language), {
    year: 'numeric', month: style, day: 'numeric', hour: '2-digit', minute: '2-digit',
    ...(hasSeconds ? { second: '2-digit' } : {}),
  }).format(date);
  return language === 'fr' ? firstOfMonth(shown, style)
    : shown.replace(' at ', ', ').replace(/\bSept\b/, 'Sep');
}

/** In prose the first of a month is an ordinal in French. */
const firstOfMonth = (shown, style) => style === 'long' ? shown.replace(/^1 /, '1er ') : shown;

/** A date in a column: a single digit is as wide as two, so that the months stand below one another. */
export const aligned = (shown) => shown.replace(/^(?=\d\s)/, '\u2007');

/** How long ago, in the largest unit that fits: "3 hours ago". */
export function ago(text, language, now = Date.now()) {
  const seconds = (new Date(text).getTime() - now) / 1000;
  const steps = [['year', 31557600], ['month', 2629800], ['day', 86400], ['hour', 3600],
    ['minute', 60]];
  const relative = formatter('relative', localeOf(language), { numeric: 'auto' });
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(0, 'second');
}

/** Seconds as people say them: "0.4 s", "12 s", "3 min 20 s". */
export function seconds(value, language) {
  if (value < 10) return `${formatter('number', localeOf(language),
    { maximumFractionDigits: 1 }).format(value)}\u00a0s`;
  if (value < 60) return `${Math.round(value)}\u00a0s`;
  return `${Math.floor(value / 60)}\u00a0min ${Math.round(value % 60)}\u00a0s`;
}

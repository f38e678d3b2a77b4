/** Reads dates as people type them. Pure. */

const monthNames = {
  en: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  fr: ['janv', 'fevr', 'mars', 'avr', 'mai', 'juin', 'juil', 'aout', 'sept', 'oct', 'nov', 'dec'],
};
const todayWords = ['today', 'aujourd’hui', 'aujourdhui', "aujourd'hui", 't', 'a'];
const yesterdayWords = ['yesterday', 'hier', 'y', 'h'];

/** "dmy" or "mdy": how the reader writes a date in figures. */
export function figureOrder(language, browserLocales) {
  if (language === 'fr') return 'dmy';
  return (browserLocales ?? []).some((tag) => tag === 'en-US') ? 'mdy' : 'dmy';
}

/**
 * The ISO date meant by `text`, or null when it is none.
 * @param {string} text @param {{order?: 'dmy'|'mdy', today: string, reduced?: boolean}} how
 * `today` is an ISO date; `reduced` also takes "2013" and "2013-07" or "07/2013".
 */
export function parseDate(text, how) {
  const plain = text.trim().toLowerCase();
  if (!plain) return null;
  if (todayWords.includes(plain)) return how.today;
  if (yesterdayWords.includes(plain)) return shift(how.today, -1);
  const relative = /^([+-]\d{1,4})$/.exec(plain);
  if (relative) return shift(how.today, Number(relative[1]));
  return parseISO(plain, how) ?? parseFigures(plain, how) ?? parseWords(plain, how);
}

/** The time of day meant by "9:05", "14:30:10", "14h30" or "14", as HH:MM:SS; null when it is none. */
export function parseTime(text) {
  const match = /^(\d{1,2})(?:\s*[:h]\s*(?:(\d{2})(?::(\d{2}))?)?)?$/i.exec(text.trim());
  if (!match) return null;
  const parts = match.slice(1).map((part) => +(part ?? 0));
  return parts[0] < 24 && parts[1] < 60 && parts[2] < 60
    ? parts.map((part) => String(part).padStart(2, '0')).join(':') : null;
}

function parseISO(text, how) {
  const match = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text);
  if (!match) return null;
  return compose(+match[1], match[2] && +match[2], match[3] && +match[3], how);
}

function parseFigures(text, how) {
  const month = /^(\d{1,2})[/. -](\d{4})$/.exec(text);
  if (month) return compose(+month[2], +month[1], undefined, how);
  const match = /^(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{2}|\d{4}))?$/.exec(text);
  if (!match) return null;
  const [first, second] = [+match[1], +match[2]];
  const year = fullYear(match[3], how.today);
  return how.order === 'mdy' ? compose(year, first, second, how) : compose(year, second, first, how);
}

function parseWords(text, how) {
  const plain = text.normalize('NFD').replace(/[\u0300-\u036f.,]/g, '').replace(/^1er /, '1 ');
  const match = /^(?:(\d{1,2}) )?([a-z]{3,})(?: (\d{4}))?$/.exec(plain)
    ?? swap(/^([a-z]{3,}) (\d{1,2})(?: (\d{4}))?$/.exec(plain));
  if (!match) return null;
  const month = monthNumber(match[2]);
  if (!month) return null;
  return compose(fullYear(match[3], how.today), month, match[1] && +match[1], how);
}

const swap = (match) => match && [match[0], match[2], match[1], match[3]];

function monthNumber(word) {
  for (const names of Object.values(monthNames)) {
    const index = names.findIndex((name) => word.startsWith(name));
    if (index >= 0) return index + 1;
  }
  return 0;
}

function fullYear(text, today) {
  if (!text) return +today.slice(0, 4);
  if (text.length === 4) return +text;
  const year = 2000 + +text;
  return year > +today.slice(0, 4) + 20 ? year - 100 : year;
}

function compose(year, month, day, how) {
  if (!month) return how.reduced ? String(year) : null;
  if (month > 12 || year < 1000) return null;
  const head = `${year}-${String(month).padStart(2, '0')}`;
  if (!day) return how.reduced ? head : null;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day >= 1 && day <= last ? `${head}-${String(day).padStart(2, '0')}` : null;
}

function shift(iso, days) {
  const date = new Date(`${iso}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Today where the reader is, as an ISO date. */
export function today(now = new Date()) {
  const pad = (value) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

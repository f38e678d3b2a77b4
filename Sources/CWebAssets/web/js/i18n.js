/** The words of the interface: one dictionary a language, loaded when it is needed. */

/** @type {Object<string, string>} */
let words = {};
let current = 'en';
let plurals = new Intl.PluralRules('en');

export const languages = ['en', 'fr'];

/** The language now shown: "en" or "fr". */
export function language() { return current; }

/** Puts a dictionary in place. French gets its spaces here, once, so that no text can forget them. */
export function useWords(code, dictionary) {
  current = code;
  plurals = new Intl.PluralRules(code);
  words = code === 'fr' ? mapValues(dictionary, frenchSpaces) : dictionary;
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/**
 * French spacing: a no-break space before the colon and inside guillemets, a narrow one before
 * ; ! ? and %. Text that has ordinary spaces there is mended.
 */
export function frenchSpaces(text) {
  return text
    .replace(/ ([;!?%])/g, '\u202f$1')
    .replace(/ :/g, '\u00a0:')
    .replace(/« /g, '«\u00a0')
    .replace(/ »/g, '\u00a0»')
    .replace(/'/g, '’');
}

/** The text of `key`, with {names} filled in. A key without text shows itself. */
export function t(key, values) {
  return fill(words[key] ?? key, values);
}

/** A text that begins something: with a capital. */
export const capital = (text) => text.charAt(0).toLocaleUpperCase(current) + text.slice(1);

/** Whether there is a text for `key`. */
export function hasText(key) { return key in words; }

/** The text of `key` for a count: `key.one` or `key.other`; {n} is the formatted number. */
export function tn(key, n, values) {
  const form = plurals.select(n) === 'one' ? 'one' : 'other';
  return fill(words[`${key}.${form}`] ?? key, { n: n.toLocaleString(current), ...values });
}

function fill(text, values) {
  if (!values) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole);
}

/** The language to start with: the person's choice, else the browser's, else English. */
export function startLanguage(chosen, browser) {
  for (const code of [chosen, ...(browser ?? []).map((tag) => tag.slice(0, 2).toLowerCase())]) {
    if (languages.includes(code)) return code;
  }
  return 'en';
}

/** People as they are named in the log, and by their initials. */
import { t } from './i18n.js';

/** Full names by account, as far as the person here may know them. @type {Map<string, string>} */
const fullNames = new Map();

/** Takes accounts whose full names may be shown. @param {{name: string, display_name?: string}[]} people */
export function knowPeople(people) {
  for (const { name, display_name: shown } of people) if (shown) fullNames.set(name, shown);
}

/** The people known here whose name has the text in it. @returns {{name: string, display_name: string}[]} */
export function knownPeople(text) {
  const wanted = text.toLowerCase();
  return [...fullNames].map(([name, shown]) => ({ name, display_name: shown }))
    .filter((person) => `${person.name} ${person.display_name}`.toLowerCase().includes(wanted));
}

/** Whoever comes next may not know the same people. */
export function forgetPeople() { fullNames.clear(); }

/**
 * What IBTool does by itself, and the operator at the command line, have no account: "system" and
 * "operator (uid 0)" are said in the reader's language.
 */
export function personName(name) {
  const known = fullNames.get(name);
  if (known) return known;
  if (!name || name === 'system') return t('history.system');
  const uid = /^operator \(uid (\d+)\)$/.exec(name)?.[1];
  return uid === undefined ? name : t('history.operator', { uid });
}

/** The first letters of the first two words that have one: "Zoé <b>" is "ZB". */
export function initialsOf(name) {
  const letters = name.split(/\s+/).map((word) => /\p{L}|\p{N}/u.exec(word)?.[0]).filter(Boolean);
  return letters.slice(0, 2).join('').toUpperCase() || '?';
}

/** What the codes of the IMDRF's annexes mean: terms by code, fetched once and kept while one works. */

/** @typedef {{code: string, term: string, definition: string, standing: 'current'|'retired'|'dropped',
 *   path: {code: string, term: string}[], has_children: boolean}} Term */

let api = null;
/** Terms by code. The letter of a code is its annex. @type {Map<string, Term|null>} */
const known = new Map();
/** By annex: whether a release was imported. @type {Map<string, boolean>} */
const imported = new Map();

/** Asks this API from now on, and forgets what another one said. */
export function useTerms(source) {
  api = source;
  known.clear();
  imported.clear();
}

/** A release was imported: everything may mean something else. */
export function forgetTerms() {
  known.clear();
  imported.clear();
}

/** The term of a code as far as it is known here. @returns {Term|null} */
export const termOf = (code) => known.get(code) ?? null;

/** "A0101 Table stuck", or the code alone. */
export function codeText(code) {
  const term = termOf(code)?.term;
  return term ? `${code} ${term}` : code;
}

/** Learns the terms of some codes; without them codes show themselves. */
export async function learnTerms(annex, codes) {
  const missing = codes.filter((code) => !known.has(code));
  if (missing.length === 0 || imported.get(annex) === false) return;
  try {
    await ask(annex, { codes: missing.join(','), limit: 500 });
    for (const code of missing) if (!known.has(code)) known.set(code, null);
  } catch {
    // Shown as codes; the next look asks again.
  }
}

/** Whether the annex can be searched. */
export async function isImported(annex) {
  if (!imported.has(annex)) await ask(annex, { limit: 1 }).catch(() => null);
  return imported.get(annex) ?? false;
}

/** Terms that fit a text, the best first; without a text the top of the annex. @returns {Promise<Term[]>} */
export async function searchTerms(annex, text) {
  const { items } = await ask(annex, text ? { q: text, limit: 30 } : { limit: 60 });
  return items;
}

async function ask(annex, params) {
  const answer = await api.terms(annex, new URLSearchParams(params));
  imported.set(annex, answer.release !== null);
  for (const term of answer.items) known.set(term.code, term);
  return answer;
}

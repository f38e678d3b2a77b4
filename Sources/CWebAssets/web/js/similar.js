/** Which complaints tell the same story, by the search that everybody has. */

const wordsMax = 4;

/** The longest words, which say most, each once. Pure. @returns {string[]} */
export function distinctive(text) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{5,}/gu) ?? [];
  return [...new Set(words)].sort((a, b) => b.length - a.length);
}

/**
 * What to search for, strictest first: all of the words, fewer of them, any of them. Pure.
 * @param {{summary?: string|null, description?: string|null, serial?: string|null}} values
 * @returns {string[]} empty while too little is said
 */
export function similarQueries({ summary, description, serial }) {
  const words = distinctive(`${summary ?? ''} ${description ?? ''}`).slice(0, wordsMax);
  if (words.length < 2) return serial && serial.length >= 3 ? [`"${serial.replaceAll('"', '')}"`] : [];
  const fewer = words.map((_, at) => words.slice(0, words.length - at)).filter((some) => some.length > 1);
  return [...fewer.map((some) => some.join(' ')), words.join(' OR ')];
}

/**
 * The most alike first, at most `limit`. Throws when the server cannot say: "none" would be a claim.
 * @param {import('./api.js').Api} api @param {string[]} queries
 */
export async function findSimilar(api, queries, limit = 5) {
  for (const q of queries) {
    const { items, ranked } = await api.complaints(new URLSearchParams({ q, limit: String(limit),
      total: 'none', fields: 'id,number,status,summary,received,model,site_name' }));
    // Beyond what the server ranks, the newest come first, and those are like nothing.
    if (items.length > 0 && ranked !== false) return items;
  }
  return [];
}

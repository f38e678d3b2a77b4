/** Why a row was found: the words of a search in the fields that the server looks into. Pure. */

/** The searched fields besides summary and description, whose matches the server marks itself. */
export const searchedFields = ['number', 'source_id', 'serial', 'customer', 'brand', 'product', 'model',
  'investigation_results'];

/**
 * The words that a row must hold, folded: no accents, no capitals. Excluded words are left out.
 * @param {string} query in the grammar of the API @returns {{word: string, isPrefix: boolean}[]}
 */
export function wordsOf(query) {
  const kept = query.replace(/(^|\s)(-|NOT\s+)("[^"]*"?|\S+)/g, ' ').replace(/(^|\s)(OR|AND)(?=\s|$)/g, ' ');
  return [...kept.matchAll(/([\p{L}\p{N}\p{M}]+)(\*?)/gu)].map(([, word, star]) => ({ word: fold(word),
    isPrefix: star === '*' }));
}

/**
 * `text` in pieces, every second one a match, beginning with the second; null without any.
 * @param {{word: string, isPrefix: boolean}[]} words
 */
export function piecesOf(text, words) {
  const pieces = [];
  let from = 0;
  for (const match of String(text ?? '').matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    if (!words.some((known) => isMatch(known, fold(match[0])))) continue;
    pieces.push(text.slice(from, match.index), match[0]);
    from = match.index + match[0].length;
  }
  return pieces.length === 0 ? null : [...pieces, text.slice(from)];
}

/**
 * Where the words are that no visible column shows.
 * @param {Object} row @param {string[]} visible the columns' names @param {string} query
 * @returns {{name: string, pieces: string[]}[]} the fields that hold them, each once
 */
export function hiddenMatches(row, visible, query) {
  const isFound = (name, known) => piecesOf(textOf(row, name), [known]) !== null;
  let missing = wordsOf(query).filter((known) => !visible.some((name) => isFound(name, known)));
  const hidden = ['description', ...searchedFields].filter((name) => !visible.includes(name));
  const found = [];
  for (const name of hidden) {
    if (!missing.some((known) => isFound(name, known))) continue;
    found.push({ name, pieces: marksOf(row, name) ?? piecesOf(row[name], missing) });
    missing = missing.filter((known) => !isFound(name, known));
  }
  return found;
}

/** The server's own pieces where it found something. @returns {string[]|null} */
export function marksOf(row, name) {
  const pieces = row.highlights?.[name];
  return pieces?.length > 1 ? pieces : null;
}

const textOf = (row, name) => typeof row[name] === 'string' ? row[name]
  : (row.highlights?.[name] ?? []).join('');

/**
 * Pieces shortened so that the first match lies within `room` characters: what stands long before
 * it goes. @param {string[]} pieces @param {number} room
 */
export function around([before, ...rest], room) {
  if (before.length + (rest[0]?.length ?? 0) <= room) return [before, ...rest];
  const kept = Math.max(8, Math.floor(room / 3));
  const tail = before.slice(-kept);
  return [`…${tail.includes(' ') ? tail.slice(tail.indexOf(' ') + 1) : tail}`, ...rest];
}

/** The beginning of a text, cut between words. */
export function beginning(text, room) {
  if (text.length <= room) return text;
  const cut = text.slice(0, room);
  return `${cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut}…`;
}

const isMatch = ({ word, isPrefix }, folded) => isPrefix ? folded.startsWith(word) : folded === word;

const fold = (word) => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

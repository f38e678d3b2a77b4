/** What changed between two texts, word by word. Pure. */

/** Beyond this many words on a side the whole text counts as replaced: the table is quadratic. */
const wordsMax = 1200;

/**
 * @param {string} before @param {string} after
 * @returns {{kind: 'same'|'old'|'new', text: string}[]} neighbours of a kind are joined
 */
export function wordDiff(before, after) {
  const old = split(before);
  const fresh = split(after);
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < fresh.length - head
    && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail += 1;
  const parts = [
    { kind: 'same', text: old.slice(0, head).join('') },
    ...middle(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)),
    { kind: 'same', text: old.slice(old.length - tail).join('') },
  ];
  return join(parts);
}

/**
 * What changed between two lists: what stayed or came, in the new order, and what went where it stood. A value
 * may be there several times. Where only the order changed, the whole list before and the whole list after.
 * @param {any[]} before @param {any[]} after
 * @returns {{kind: 'same'|'old'|'new'|'before'|'after', value: any}[]}
 */
export function listDiff(before, after) {
  const places = placesOf(before);
  const rows = after.map((value) => {
    const place = places.get(value)?.shift();
    return { kind: place === undefined ? 'new' : 'same', value, place };
  });
  const isAllThere = rows.length === before.length && rows.every(({ kind }) => kind === 'same');
  if (isAllThere && rows.some(({ place }, at) => place !== at)) {
    return [...before.map((value) => ({ kind: 'before', value })), ...after.map((value) => ({ kind: 'after', value }))];
  }
  const rowAt = new Map(rows.map((row) => [row.place, row]));
  before.forEach((value, place) => {
    if (rowAt.has(place)) return;
    rowAt.set(place, { kind: 'old', value });
    // Behind what stood before it.
    rows.splice(rows.indexOf(rowAt.get(place - 1)) + 1, 0, rowAt.get(place));
  });
  return rows.map(({ kind, value }) => ({ kind, value }));
}

/** Where each value stands, in order. @param {any[]} values @returns {Map<any, number[]>} */
function placesOf(values) {
  const places = new Map();
  values.forEach((value, at) => places.set(value, [...places.get(value) ?? [], at]));
  return places;
}

const split = (text) => text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

function middle(old, fresh) {
  if (old.length > wordsMax || fresh.length > wordsMax) {
    return replaced(old, fresh);
  }
  const parts = walk(old, fresh, lengths(old, fresh));
  return isAlike(parts, old, fresh) ? parts : replaced(old, fresh);
}

const replaced = (old, fresh) => [{ kind: 'old', text: old.join('') },
  { kind: 'new', text: fresh.join('') }];

/** Texts that share a few words by chance are easier to read one after the other. */
function isAlike(parts, old, fresh) {
  const shared = parts.filter(({ kind, text }) => kind === 'same' && /[\p{L}\p{N}]/u.test(text)).length;
  return shared * 8 >= Math.min(words(old), words(fresh));
}

const words = (pieces) => pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece)).length;

/** The lengths of longest common subsequences of all suffixes. */
function lengths(old, fresh) {
  const width = fresh.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      table[i * width + j] = old[i] === fresh[j] ? table[(i + 1) * width + j + 1] + 1
        : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  return table;
}

function walk(old, fresh, table) {
  const width = fresh.length + 1;
  const parts = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      parts.push({ kind: 'same', text: old[i] });
      i += 1;
      j += 1;
    } else if (j >= fresh.length
      || (i < old.length && table[(i + 1) * width + j] >= table[i * width + j + 1])) {
      parts.push({ kind: 'old', text: old[i] });
      i += 1;
    } else {
      parts.push({ kind: 'new', text: fresh[j] });
      j += 1;
    }
  }
  return parts;
}

function join(parts) {
  const joined = [];
  for (const part of parts) {
    if (!part.text) continue;
    const last = joined.at(-1);
    if (last && last.kind === part.kind) last.text += part.text;
    else joined.push({ ...part });
  }
  return joined;
}

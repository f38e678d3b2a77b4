/** What a person has typed so far, as the server's search takes it. Pure. */

/**
 * While one types, a quotation mark is open, an OR has nothing behind it: none of that is a mistake.
 * @param {string} typed @returns {string} "" when nothing is asked for yet
 */
export function searchText(typed) {
  let text = typed.trim();
  const isOpen = (text.match(/"/g)?.length ?? 0) % 2 === 1;
  if (isOpen) text = /"\s*$/.test(text) ? text.replace(/\s*"\s*$/, '') : `${text}"`;
  return text.replace(/((^|\s)(OR|NOT|AND|-))+\s*$/, '').replace(/^((OR|AND)\s+)+/, '').trim();
}

/**
 * The same with an unfinished last word: "recon" becomes "recon*", every word that begins so. Quoted,
 * excluded and marked words mean what they say. @param {string} text of `searchText`
 * @returns {string|null} null when there is no such word
 */
export function unfinished(text) {
  const isPlain = /(^|\s)[\p{L}\p{N}]([^\s"*]*[\p{L}\p{N}])?$/u.test(text);
  const isExcluded = /(^|\s)NOT\s+\S+$/.test(text);
  return isPlain && !isExcluded ? `${text}*` : null;
}

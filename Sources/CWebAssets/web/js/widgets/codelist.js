/** Codes of an annex with their terms, for reading. The terms come when they are known. */
import { h, replace } from '../dom.js';
import { t } from '../i18n.js';
import { codeText, learnTerms, termOf } from '../terms.js';

/** @param {import('../catalogue.js').Field} field @param {string[]} codes */
export function codeList(field, codes) {
  const list = h('ul', { class: 'code-list' });
  const draw = () => replace(list, codes.map((code) => {
    const term = termOf(code);
    return h('li', { title: term?.definition || null }, h('b', { class: 'num' }, code),
      term?.term && h('span', { lang: 'en' }, ` ${term.term}`),
      term && term.standing !== 'current' && h('span', { class: 'muted' }, ` (${t('codes.retired')})`));
  }));
  draw();
  learnTerms(field.annex, codes).then(draw);
  return list;
}

/** Says what the codes of a cell mean when the pointer rests on it; cells are recycled. */
export function nameCodes(cell, field, codes) {
  const text = cell.textContent;
  const name = () => {
    const title = codes.map(codeText).join('\n');
    cell.title = title === codes.join('\n') ? '' : title;
  };
  name();
  learnTerms(field.annex, codes).then(() => { if (cell.textContent === text) name(); });
}

/** One field's change, wherever changes are shown: what it was, and what it is, in the reader's words. */
import { h, replace } from '../dom.js';
import { t } from '../i18n.js';
import { listDiff, wordDiff } from '../diff.js';
import { learnTerms, termOf } from '../terms.js';
import { itemText, manyOf, valueView } from './fieldview.js';

const hidden = '•••';
const isBlank = (value) => value === null || value === undefined || value === '';

/**
 * @param {import('../logwords.js').LogWords} words @param {string} kind of record
 * @param {{field: string, old?: any, new?: any, sealed?: boolean, erased?: boolean}} change
 * @param {string} [operation] what was done; a reading names fields and tells no values
 */
export function changeView(words, kind, change, operation = 'update') {
  const field = words.field(kind, change.field);
  return h('div', { class: 'change' }, h('dt', null, field.label),
    h('dd', null, content(words, field, change, operation)));
}

/** Whether a change says anything: what a new record was left without is none. */
export const isTold = (change, isCreation) => !isCreation || change.sealed || change.erased || !isBlank(change.new);

function content(words, field, { old, new: fresh, sealed, erased }, operation) {
  const muted = (key) => h('span', { class: 'muted' }, t(key));
  if (sealed) return muted('audit.sealed');
  if (erased) return muted(field.name === 'password' ? 'audit.unkept' : 'value.erased');
  if (operation === 'read') return muted('audit.read');
  if (field.type === 'object') return objectView(words, field, old, fresh);
  if (field.type === 'list' && ![old, fresh].includes(hidden)) {
    return listView(words, field, listOf(old), listOf(fresh));
  }
  const isText = typeof old === 'string' && typeof fresh === 'string' && old && fresh && old !== hidden;
  const isLong = [old, fresh].some((value) => typeof value === 'string' && value.length > 60);
  if (isLong && isText && field.type !== 'list') return diffView(old, fresh);
  return [!isBlank(old) && [h('del', null, inLine(field, old)), h('span', { class: 'arrow' }, ' → ')],
    isBlank(fresh) ? muted('value.emptied') : h('ins', null, inLine(field, fresh))];
}

const listOf = (value) => isBlank(value) ? [] : manyOf(value);
const marks = { same: [null, ''], old: ['del', '− '], new: ['ins', '+ '],
  before: ['del', ''], after: ['ins', ''] };

/**
 * A list, one value a line: what came and what went is marked, also for who does not see colours. One that only
 * has another order stands there twice.
 */
function listView(words, field, before, after) {
  const view = h('div');
  const rows = listDiff(before, after);
  const part = (kind) => [h('p', { class: 'muted small' }, t(`audit.${kind}`)),
    linesOf(words, field, rows.filter((row) => row.kind === kind))];
  const isOrder = rows.some(({ kind }) => kind === 'before');
  const draw = () => replace(view, isOrder ? ['before', 'after'].map(part) : linesOf(words, field, rows));
  draw();
  if (field.item === 'code') learnTerms(field.annex, [...before, ...after]).then(draw);
  return view;
}

const linesOf = (words, field, rows) => h('ul', { class: 'list-change' }, rows.map(({ kind, value }) => {
  const [tag, mark] = marks[kind];
  const shown = itemView(words, field, value);
  return h('li', { class: kind === 'same' ? 'muted' : '' }, mark && [h('span', { 'aria-hidden': 'true' }, mark),
    h('span', { class: 'unseen' }, `${t(`change.${kind}`)} `)], tag ? h(tag, null, shown) : shown);
}));

function itemView(words, field, value) {
  // What a decision rests on.
  if (field.name === 'facts') return words.fact(value);
  if (field.name === 'basis') return words.basis(value);
  return field.item === 'code' ? codeView(value) : itemText(field, value);
}

function codeView(code) {
  const term = termOf(code)?.term;
  return [h('b', { class: 'num' }, code), term && h('span', { lang: 'en' }, ` ${term}`)];
}

/** A long text stays text here; everything else looks as it does in the file. */
const inLine = (field, value) => field.type === 'prose' ? String(value) : valueView(field, value);

/** Old and new in one text, words struck out and words added. */
export function diffView(before, after) {
  return h('div', { class: 'prose' }, wordDiff(before, after).map(({ kind, text }) =>
    kind === 'same' ? text : h(kind === 'old' ? 'del' : 'ins', null, text)));
}

/** Answers are read as questions and answers; a text for programs is there to be unfolded. */
function objectView(words, field, old, fresh) {
  if (field.name === 'answers') return answersView(words, fresh ?? old ?? {});
  return [folded('audit.before', old), folded(isBlank(old) ? 'audit.content' : 'audit.after', fresh)];
}

/** @param {import('../logwords.js').LogWords} words @param {Object<string, string>} answers by question */
export const answersView = (words, answers) => h('ul', { class: 'answers' }, Object.entries(answers).map(([id, answer]) =>
  h('li', null, words.question(id), ' ', h('b', null, t(`answer.${answer}`)))));

const folded = (key, value) => !isBlank(value) && h('details', null, h('summary', null, t(key)),
  h('pre', { class: 'log-text', tabIndex: 0 }, typeof value === 'string' ? readable(value) : JSON.stringify(value, null, 2)));

/** A document as it is stored has one line; people read it in several. */
function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

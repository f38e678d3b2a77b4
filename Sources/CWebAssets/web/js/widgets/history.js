/** The change log of one file: who, when, and what each field was before. */
import { h } from '../dom.js';
import { hasText, language, t } from '../i18n.js';
import { ago, instant } from '../format.js';
import { wordDiff } from '../diff.js';
import { personName } from '../people.js';
import { plainChip } from './chip.js';
import { valueView } from './fieldview.js';

/** What belongs to a file and has entries of its own in its history, and the field that names it. */
const parts = { attachment: 'name', task: 'title', comment: 'text', watcher: 'owner', link: 'other',
  decision: 'jurisdiction', report: 'jurisdiction', signature: 'meaning' };

const partOf = (item) => Object.keys(parts).find((kind) => item[kind]) ?? null;

/**
 * The entries with their times, to be put among others.
 * @param {import('../catalogue.js').Catalogue} catalogue @param {any[]} items newest first
 * @returns {{at: string, node: Node}[]}
 */
export function historyEntries(catalogue, items) {
  const names = new Map(items.filter((item) => partOf(item) && item.operation === 'create')
    .map((item) => [keyOf(item), nameOf(item)]));
  return items.map((item) => ({ at: item.at, node: entry(catalogue, item, names) }));
}

const keyOf = (item) => `${partOf(item)} ${item[partOf(item)]}`;

/** What a part was called when it came; nothing where that is hidden or erased. */
const nameOf = (item) => {
  const kind = partOf(item);
  const name = item.changes?.find((change) => change.field === parts[kind])?.new;
  if (!name || name === '•••') return '';
  return kind === 'watcher' ? personName(name) : name;
};

/** What was done: to the file, or to a part of it. */
function deed(item, names) {
  if (item.signature) return signed(item);
  const kind = partOf(item);
  if (!kind) {
    const act = item.operation === 'create' && item.origin === 'import' ? 'import' : item.operation;
    return hasText(`operation.${act}`) ? t(`operation.${act}`) : act;
  }
  const name = names.get(keyOf(item)) || t(`${kind === 'attachment' ? 'attachments' : kind}.some`);
  const isDone = kind === 'task' && item.changes?.some((change) => change.field === 'state'
    && change.new === 'done');
  // A decision is never changed: it is signed, or another takes its place.
  const state = kind === 'decision' && item.changes?.find((change) => change.field === 'state')?.new;
  const act = isDone ? 'done' : state || item.operation;
  return t(`operation.${kind}-${item.operation === 'update' ? act : item.operation}`, { name });
}

/** What somebody signed, and as what. */
function signed(item) {
  const value = (name) => item.changes?.find((change) => change.field === name)?.new;
  const meaning = value('meaning');
  return t('operation.signature', { version: value('record_version') ?? '',
    meaning: hasText(`meaning.${meaning}`) ? t(`meaning.${meaning}`) : meaning ?? '' });
}

function entry(catalogue, item, names) {
  const operation = deed(item, names);
  const isCreation = item.operation === 'create' || item.operation === 'import';
  const changes = (item.changes ?? []).filter((change) => !isCreation || !isBlank(change.new));
  // Of a part the deed says it all.
  const list = h('dl', { class: 'changes' }, partOf(item) ? [] : changes.map((change) => changeView(catalogue, change)));
  return h('li', { class: 'history-item' },
    h('div', { class: 'line wrap' }, h('b', null, personName(item.actor)), operation,
      item.origin && plainChip(hasText(`origin.${item.origin}`) ? t(`origin.${item.origin}`)
        : item.origin),
      h('time', { class: 'muted', datetime: item.at, title: instant(item.at, language()) },
        `${instant(item.at, language(), 'short')} · ${ago(item.at, language())}`)),
    item.reason && h('p', { class: 'reason' }, t('history.reason', { reason: item.reason })),
    isCreation && !partOf(item) && changes.length > 6
      ? h('details', null, h('summary', null, t('history.fields', { n: changes.length })), list) : list);
}

const isBlank = (value) => value === null || value === undefined || value === '';

/** One field's change: what it was, and what it is. */
export function changeView(catalogue, { field: name, old, new: fresh, erased }) {
  const field = catalogue.byName.get(name) ?? { name, label: name, type: 'text', values: null };
  const isLong = [old, fresh].some((value) => typeof value === 'string' && value.length > 60);
  const isText = typeof old === 'string' && typeof fresh === 'string' && old && fresh;
  if (erased) {
    return h('div', { class: 'change' }, h('dt', null, field.label),
      h('dd', null, h('span', { class: 'muted' }, t('value.erased'))));
  }
  return h('div', { class: 'change' }, h('dt', null, field.label),
    h('dd', null, isLong && isText && old !== '•••' ? diffView(old, fresh) : [
      !isBlank(old) && [h('del', null, inLine(field, old)), h('span', { class: 'arrow' }, ' → ')],
      isBlank(fresh) ? h('span', { class: 'muted' }, t('value.emptied'))
        : h('ins', null, inLine(field, fresh))]));
}

/** A long text stays text here; everything else looks as it does in the file. */
const inLine = (field, value) => field.type === 'prose' ? String(value) : valueView(field, value);

/** Old and new in one text, words struck out and words added. */
export function diffView(before, after) {
  return h('div', { class: 'prose' }, wordDiff(before, after).map(({ kind, text }) =>
    kind === 'same' ? text : h(kind === 'old' ? 'del' : 'ins', null, text)));
}

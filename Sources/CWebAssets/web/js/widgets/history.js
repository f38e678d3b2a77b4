/** The change log of one file: who, when, and what each field was before. */
import { h } from '../dom.js';
import { hasText, language, t, tn } from '../i18n.js';
import { ago, instant } from '../format.js';
import { jurisdictionName, valueLabel } from '../catalogue.js';
import { personName } from '../people.js';
import { changeView, isTold } from './change.js';
import { plainChip } from './chip.js';

/** What belongs to a file and has entries of its own in its history, and the field that names it. */
const parts = { attachment: 'name', task: 'title', comment: 'text', watcher: 'owner', link: 'other',
  decision: 'jurisdiction', report: 'jurisdiction', signature: 'meaning' };

const partOf = (item) => Object.keys(parts).find((kind) => item[kind]) ?? null;

/**
 * The entries with their times, to be put among others.
 * @param {import('../logwords.js').LogWords} words @param {any[]} items newest first
 * @returns {{at: string, node: Node}[]}
 */
export function historyEntries(words, items) {
  const names = new Map(items.filter((item) => partOf(item) && item.operation === 'create')
    .map((item) => [keyOf(item), nameOf(item)]));
  return items.map((item) => ({ at: item.at, node: entry(words, item, names) }));
}

const keyOf = (item) => `${partOf(item)} ${item[partOf(item)]}`;

/** What a part was called when it came; nothing where that is hidden or erased. */
const nameOf = (item) => {
  const kind = partOf(item);
  const name = item.changes?.find((change) => change.field === parts[kind])?.new;
  if (!name || name === '•••') return '';
  if (kind === 'watcher') return personName(name);
  return parts[kind] === 'jurisdiction' ? jurisdictionName(name, language()) : name;
};

/** What was done: to the file, or to a part of it. */
function deed(words, item, names) {
  if (item.signature) return signed(words, item);
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
function signed(words, item) {
  const value = (name) => item.changes?.find((change) => change.field === name)?.new;
  return t('operation.signature', { version: value('record_version') ?? '',
    meaning: valueLabel(words.field('signature', 'meaning'), value('meaning')) });
}

/** Parts whose coming the deed tells whole: what was said stands beside it. */
const toldByDeed = ['comment', 'watcher', 'signature'];

/** What changed in the file, or in a part of it beyond what the deed says. */
function changesOf(item) {
  const kind = partOf(item);
  const isCreation = item.operation === 'create' || item.operation === 'import';
  if (toldByDeed.includes(kind)) return [];
  return (item.changes ?? []).filter((change) => isTold(change, isCreation)
    && !(kind && ['withdrawn', parts[kind]].includes(change.field)));
}

function entry(words, item, names) {
  const kind = partOf(item);
  const changes = changesOf(item);
  const isFolded = item.operation === 'create' && (kind ? changes.length > 0 : changes.length > 6);
  const list = changes.length > 0 && h('dl', { class: 'changes' }, changes.map((change) =>
    changeView(words, kind ?? 'complaint', change, item.operation)));
  return h('li', { class: 'history-item' },
    h('div', { class: 'line wrap' }, h('b', null, personName(item.actor)), deed(words, item, names),
      item.origin && plainChip(hasText(`origin.${item.origin}`) ? t(`origin.${item.origin}`)
        : item.origin),
      h('time', { class: 'muted', datetime: item.at, title: instant(item.at, language()) },
        `${instant(item.at, language(), 'short')} · ${ago(item.at, language())}`)),
    item.reason && h('p', { class: 'reason' }, t('history.reason', { reason: item.reason })),
    isFolded ? h('details', null, h('summary', null, tn('history.fields', changes.length)), list) : list);
}

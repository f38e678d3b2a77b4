/** What the person was told, in their words and with the way there. The server sends codes and numbers only. */
import { jurisdictionName, valueLabel } from './catalogue.js';
import { civilDate } from './format.js';
import { language, t, tn } from './i18n.js';
import { personName } from './people.js';

/** What counts how often it happened while nobody looked. */
const counted = ['comment', 'status', 'reopening', 'merge', 'duplicate', 'decision', 'report', 'lapse', 'lapses', 'task', 'files'];
/** What is told once, however often it happens. */
const plain = ['mention', 'owner', 'investigator'];

/**
 * A notification in words: where it leads, what is said of it, and how pressing it is.
 * @param {any} item as `GET /notifications` has it
 * @param {{me: string, status?: import('./catalogue.js').Field}} reader who reads, and the field of states
 * @returns {{href: string, title: string|null, words: string, level: 'late'|'soon'|'early'|'event'}}
 */
export function toldOf(item, { me, status }) {
  const href = `/complaints/${encodeURIComponent(item.number)}`;
  if (item.kind === 'clock') return { href, title: null, ...clock(item) };
  const words = wordsOf(item, status);
  if (listsOf[item.kind] && item.count > 1) return { ...listsOf[item.kind](item, me), words, level: 'event' };
  return { href: `${href}${placeOf(item)}`, title: null, words, level: 'event' };
}

/** Of what is told of many files in one: the list that has them. */
const listsOf = {
  files: ({ detail }, me) => ({ href: `/complaints?${new URLSearchParams({ [detail ?? 'owner']: me })}`, title: t('told.mine') }),
  lapses: () => ({ href: '/complaints?decision_required_set=true', title: t('told.undecided') }),
};

/** Where in the file it stands. */
function placeOf({ kind, entry }) {
  if (kind === 'mention' || kind === 'comment') return entry ? `#comment-${entry}` : '';
  return ['decision', 'report', 'lapse', 'lapses'].includes(kind) ? '#reporting-title' : '';
}

function clock(item) {
  const words = t(item.percent >= 100 ? 'bell.over' : 'bell.gone', { percent: item.percent,
    rule: item.rule_name ? `${item.rule}, ${item.rule_name}` : item.rule,
    date: civilDate(item.due, language()) });
  return { words, level: item.percent >= 100 ? 'late' : item.percent >= 75 ? 'soon' : 'early' };
}

function wordsOf(item, status) {
  const values = { who: personName(item.actor), state: valueLabel(status, item.detail),
    original: item.detail ?? '', place: item.detail ? jurisdictionName(item.detail, language()) : '' };
  // What falls without anybody's act falls by the rules.
  const kind = item.kind === 'lapses' && item.actor === 'system' ? 'lapses-by-rules' : item.kind;
  if (counted.includes(item.kind)) return tn(`told.${kind}`, item.count, values);
  return t(plain.includes(kind) ? `told.${kind}` : 'told.other', values);
}

/** Entities of which somebody may be told whenever there is something new of them. */
const told = ['clock', 'comment', 'task', 'decision', 'report'];
/** Fields of a file whose change somebody may be told of. */
const toldFields = ['status', 'owner', 'investigator'];

/**
 * Whether a change may have told the person something: never their own, unless it is of a clock.
 * @param {{entity: string, actor?: string, fields?: string[], isReset?: boolean}} change @param {string} [me]
 */
export function mayTell(change, me) {
  if (change.isReset || change.entity === 'clock') return true;
  if (change.actor === me) return false;
  if (change.entity === 'complaint') return toldFields.some((name) => change.fields?.includes(name));
  return told.includes(change.entity);
}

/** The way of a file: which states it was in, by its history and by nothing else. Pure. */

/** The states of work in their order. */
export const way = ['received', 'triage', 'assessed', 'investigation', 'action', 'reply', 'review', 'closed'];
const ends = ['closed', 'duplicate', 'not_a_complaint', 'withdrawn'];

/** The state of work that a file comes back to when it is opened again. */
export const reopened = 'triage';

/** Whether a file in this state is at its end, and takes no change but being opened again. */
export const isEnd = (status) => ends.includes(status);

/**
 * What a history says of the states that a file was in.
 * @param {{items: {changes?: {field: string, old: any, new: any}[]}[], next?: string|null}} history
 * @returns {{states: Set<string>, isWhole: boolean}}
 */
export function statesIn({ items, next }) {
  const changes = items.flatMap((item) => item.changes ?? []).filter(({ field }) => field === 'status');
  return { states: new Set(changes.flatMap((change) => [change.old, change.new]).filter(Boolean)),
    isWhole: !next };
}

/**
 * The state that comes next on the way, as the server tells it; none at an end.
 * @param {string} status @param {{to: string, move: string|null}[]} targets
 */
export function nextTarget(status, targets) {
  const name = way[way.indexOf(status) + 1];
  if (!way.includes(status) || isEnd(status)) return null;
  return targets.find((target) => target.to === name && target.move) ?? null;
}

/**
 * The steps to draw: "past" only where the file was, "skipped" only where a whole history does not
 * know it, "unknown" where nothing is said. A file that left the way shows the steps it went, and its end.
 * @param {string} status @param {{states: Set<string>, isWhole: boolean}|null} known null: not loaded
 * @returns {{name: string, state: 'past'|'skipped'|'unknown'|'now'|'next'}[]}
 */
export function stepsOf(status, known) {
  const at = way.indexOf(status);
  const wasIn = (name) => known?.states.has(name) ?? false;
  if (at < 0) {
    return [...way.filter(wasIn).map((name) => ({ name, state: 'past' })), { name: status, state: 'now' }];
  }
  const missing = known?.isWhole ? 'skipped' : 'unknown';
  return way.map((name, index) => ({ name, state: index === at ? 'now' : index > at ? 'next'
    : wasIn(name) ? 'past' : missing }));
}

/** The sections that a stage of work is about. */
const stages = {
  received: ['identity', 'event'],
  triage: ['identity', 'event', 'triage', 'reportability'],
  assessed: ['event', 'triage', 'coding', 'reportability'],
  investigation: ['event', 'triage', 'investigation'],
  action: ['triage', 'investigation', 'action'],
  reply: ['triage', 'action', 'reply'],
  review: ['triage', 'reply', 'coding', 'closure'],
};

/** Whether a section of the form belongs to where the file stands. */
export function isOfStage(group, status) { return stages[status]?.includes(group) ?? false; }

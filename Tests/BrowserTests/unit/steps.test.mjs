import assert from 'node:assert/strict';
import test from 'node:test';
import { isEnd, nextTarget, statesIn, stepsOf } from '../../../Sources/CWebAssets/web/js/steps.js';

const status = (old, fresh) => ({ changes: [{ field: 'summary', old: 'a', new: 'b' },
  { field: 'status', old, new: fresh }] });
const states = (value, known) => Object.fromEntries(stepsOf(value, known).map(({ name, state }) => [name, state]));

test('only the steps that the history knows are past', () => {
  const known = statesIn({ items: [status('received', 'closed'), status(null, 'received')], next: null });
  assert.deepEqual(states('closed', known), { received: 'past', triage: 'skipped', assessed: 'skipped',
    investigation: 'skipped', action: 'skipped', reply: 'skipped', review: 'skipped', closed: 'now' });
});

test('before its history is here, and where only a part of it is, nothing is said of a step', () => {
  assert.equal(states('review', null).received, 'unknown');
  const part = statesIn({ items: [status('action', 'review')], next: 'more' });
  assert.deepEqual([states('review', part).action, states('review', part).triage], ['past', 'unknown']);
});

test('a file that was opened again has the steps behind it once more before it', () => {
  const known = statesIn({ items: [status('closed', 'triage'), status('received', 'closed'),
    status(null, 'received')], next: null });
  assert.deepEqual([states('triage', known).received, states('triage', known).triage,
    states('triage', known).closed], ['past', 'now', 'next']);
});

test('a file that left the way shows what it went, and its end', () => {
  const known = statesIn({ items: [status('triage', 'duplicate'), status('received', 'triage')] });
  assert.deepEqual(stepsOf('duplicate', known), [{ name: 'received', state: 'past' },
    { name: 'triage', state: 'past' }, { name: 'duplicate', state: 'now' }]);
  assert.deepEqual(stepsOf('withdrawn', null), [{ name: 'withdrawn', state: 'now' }]);
});

test('four states are an end', () => {
  for (const name of ['closed', 'duplicate', 'not_a_complaint', 'withdrawn']) assert.equal(isEnd(name), true);
  for (const name of ['received', 'review', undefined, null]) assert.equal(isEnd(name), false);
});

test('the next step is the one behind on the way, if the server knows a move there', () => {
  const targets = [{ to: 'closed', move: null }, { to: 'assessed', move: 'forward' }, { to: 'triage', move: 'forward' }];
  assert.equal(nextTarget('received', targets).to, 'triage');
  assert.equal(nextTarget('triage', targets).to, 'assessed');
  assert.equal(nextTarget('review', targets), null);
  for (const end of ['closed', 'duplicate', 'withdrawn', 'not_a_complaint']) assert.equal(nextTarget(end, targets), null);
});

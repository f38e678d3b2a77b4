import assert from 'node:assert/strict';
import test from 'node:test';
import { every, pauseMax, Polling } from '../../../Sources/CWebAssets/web/js/polling.js';

/** A polling whose time passes by hand; `answers` are given in their order, problems are thrown. */
function scene(answers) {
  const seen = { pauses: [], answered: [], refused: [], due: null };
  const timers = {
    setTimeout: (body, pause) => { seen.pauses.push(pause); seen.due = body; return body; },
    clearTimeout: (body) => { if (seen.due === body) seen.due = null; },
  };
  const polling = new Polling({ timers,
    ask: async () => {
      const answer = answers.shift();
      if (answer.status !== undefined) throw answer;
      return answer;
    },
    onAnswer: (answer) => { seen.answered.push(answer.n); polling.start(); },
    onRefused: (problem) => seen.refused.push(problem.status) });
  const pass = async () => { const { due } = seen; seen.due = null; await due(); };
  return { polling, seen, pass };
}

test('while it fails it asks less and less often, and soon again once it is answered', async () => {
  const failures = [0, 503, 500, 0, 429, 0, 0, 0, 0].map((status) => ({ status }));
  const { polling, seen, pass } = scene([...failures, { n: 1 }]);
  polling.start();
  for (let n = 0; n <= failures.length; n += 1) await pass();
  assert.deepEqual(seen.pauses.slice(0, 4), [every, 2 * every, 4 * every, 8 * every]);
  assert.deepEqual(seen.pauses.slice(-3), [pauseMax, pauseMax, every]);
  assert.deepEqual([seen.answered, seen.refused], [[1], []]);
});

for (const status of [401, 403, 404]) {
  test(`a refusal with ${status} is told, and nothing is asked any more`, async () => {
    const { polling, seen, pass } = scene([{ status }]);
    polling.start();
    await pass();
    assert.deepEqual([seen.refused, seen.due], [[status], null]);
  });
}

test('what was asked before it was stopped, or began anew, is not answered', async () => {
  for (const end of ['stop', 'start']) {
    const { polling, seen, pass } = scene([{ n: 1 }]);
    polling.start();
    const asked = pass();
    polling[end]();
    await asked;
    assert.deepEqual(seen.answered, []);
  }
});

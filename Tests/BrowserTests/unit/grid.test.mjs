import assert from 'node:assert/strict';
import test from 'node:test';
import { chosenColumns, moved, template } from '../../../Sources/CWebAssets/web/js/grid/columns.js';
import { move } from '../../../Sources/CWebAssets/web/js/grid/keys.js';
import { Selection } from '../../../Sources/CWebAssets/web/js/grid/selection.js';
import { RowSource } from '../../../Sources/CWebAssets/web/js/grid/source.js';

const size = { rows: 100, columns: 5, page: 20 };

/**
 * Holds the timers and the clock until the end of the test. The mock of Debian 12's Node forgets timers
 * when one that has run is cleared. @returns {(span: number) => void} lets so many milliseconds pass
 */
function heldTimers(context) {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const waiting = new Map();
  let [now, last] = [0, 0];
  context.mock.method(performance, 'now', () => now);
  globalThis.setTimeout = (run, delay = 0) => {
    last += 1;
    waiting.set(last, { run, due: now + delay });
    return last;
  };
  globalThis.clearTimeout = (timer) => waiting.delete(timer);
  context.after(() => Object.assign(globalThis, { setTimeout: set, clearTimeout: clear }));
  return (span) => {
    now += span;
    for (const [timer, { run, due }] of [...waiting]) {
      if (due <= now && waiting.delete(timer)) run();
    }
  };
}

test('keys move the active cell and stop at the edges', () => {
  for (const [key, ctrl, expected] of [
    ['ArrowDown', false, { row: 11, column: 2 }], ['ArrowUp', true, { row: 0, column: 2 }],
    ['ArrowLeft', false, { row: 10, column: 1 }], ['ArrowRight', true, { row: 10, column: 4 }],
    ['PageDown', false, { row: 30, column: 2 }], ['PageUp', false, { row: 0, column: 2 }],
    ['Home', false, { row: 10, column: 0 }], ['End', false, { row: 10, column: 4 }],
    ['Home', true, { row: 0, column: 0 }], ['End', true, { row: 99, column: 4 }],
  ]) assert.deepEqual(move({ row: 10, column: 2 }, { key, ctrl }, size), expected, key);
  assert.equal(move({ row: 0, column: 0 }, { key: 'x', ctrl: false }, size), null);
});

test('a selection is some rows, or all but some', () => {
  const selection = new Selection();
  selection.toggle(1, 'C-1');
  selection.add([{ id: 1, number: 'C-1' }, { id: 2, number: 'C-2' }]);
  assert.equal(selection.count(100), 2);
  assert.deepEqual(selection.names(), ['C-1', 'C-2']);
  selection.all();
  selection.toggle(2, 'C-2');
  assert.equal(selection.count(100), 99);
  assert.equal(selection.has(2), false);
  assert.equal(selection.has(3), true);
  assert.equal(selection.names(), null);
});

test('a selection is none, some or all of a view, however it came about', () => {
  const selection = new Selection();
  assert.equal(selection.share(2), 'none');
  selection.toggle(1, 'C-1');
  assert.equal(selection.share(2), 'some');
  selection.toggle(2, 'C-2');
  assert.equal(selection.share(2), 'all');
  selection.all();
  assert.equal(selection.share(2), 'all');
  selection.toggle(1, 'C-1');
  assert.equal(selection.share(2), 'some');
  selection.toggle(2, 'C-2');
  assert.equal(selection.share(2), 'none');
  selection.all();
  assert.equal(selection.share(0), 'none');
});

const column = (name, grows = false) => ({ name, width: 100, grows });

test('kept columns are shown where they still exist, else the usual ones', () => {
  const all = [column('a'), column('b'), column('c', true)];
  const names = (columns) => columns.map((known) => known.name);
  assert.deepEqual(names(chosenColumns(all, ['a', 'c'], undefined)), ['a', 'c']);
  assert.deepEqual(names(chosenColumns(all, ['a'], { names: ['c', 'gone', 'b'] })), ['c', 'b']);
  const [wide] = chosenColumns(all, ['c'], { widths: { c: 300 } });
  assert.deepEqual([wide.width, wide.grows], [300, false]);
});

test('columns move by places and stay within the row', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 'a', 1), ['b', 'a', 'c']);
  assert.deepEqual(moved(['a', 'b', 'c'], 'c', -9), ['c', 'a', 'b']);
  assert.deepEqual(moved(['a'], 'x', 1), ['a']);
});

test('one column takes the space that is left', () => {
  assert.equal(template([column('a'), column('c', true)]), '32px 100px minmax(100px, 1fr)');
  assert.equal(template([column('a')]), '32px minmax(100px, 1fr)');
});

test('pages out of sight are given up, pages in sight are fetched once', async (context) => {
  const pass = heldTimers(context);
  const asked = [];
  const aborted = [];
  let answer;
  const source = new RowSource(({ offset, limit, countTotal, signal }) => {
    asked.push([offset, countTotal]);
    signal.addEventListener('abort', () => aborted.push(offset));
    return new Promise((resolve) => {
      answer = () => resolve({ items: Array.from({ length: limit }, (_, i) => ({ id: offset + i })),
        ...(countTotal ? { total: 1000 } : {}) });
    });
  }, 100);
  const settled = () => new Promise((resolve) => { source.onchange = resolve; answer(); });
  source.want(0, 30);
  source.want(0, 30);
  await settled();
  assert.equal(source.total, 1000);
  assert.equal(source.row(5).id, 5);
  assert.equal(source.row(150), null);
  pass(40);
  source.want(400, 430);
  source.want(700, 730);
  pass(40);
  await settled();
  assert.deepEqual(asked, [[0, true], [400, false], [700, false]]);
  assert.deepEqual(aborted, [400]);
  source.close();
});

test('an error is kept and told, and can be tried again', async () => {
  let fails = true;
  const source = new RowSource(async () => {
    if (fails) throw new Error('no');
    return { items: [{ id: 1 }], total: 1 };
  });
  await new Promise((resolve) => { source.onchange = resolve; source.want(0, 10); });
  assert.equal(source.error.message, 'no');
  fails = false;
  await new Promise((resolve) => { source.onchange = resolve; source.retry(); });
  assert.equal(source.error, null);
  assert.equal(source.total, 1);
  source.close();
});

/** A source whose server gives `answers` in turn, and the offsets it was asked for. */
function served(answers) {
  const asked = [];
  const source = new RowSource(async ({ offset }) => {
    asked.push(offset);
    const answer = answers[asked.length - 1];
    if (answer instanceof Error) throw answer;
    return answer;
  }, 100, 1000);
  return { source, asked };
}

const refusal = (status) => Object.assign(new Error('no'), { status });

/** The next change of a source; the grid then wants its rows again, which alone must ask nothing anew. */
const change = (source) => new Promise((resolve) => {
  source.onchange = () => { source.want(0, 10); resolve(); };
});

test('a server that cannot be reached is asked again after a pause that grows', async (context) => {
  const pass = heldTimers(context);
  const { source, asked } = served([refusal(0), refusal(503), { items: [{ id: 1 }], total: 1 }]);
  let changed = change(source);
  source.want(0, 10);
  await changed;
  assert.equal(source.error.status, 0);
  pass(999);
  assert.equal(asked.length, 1);
  changed = change(source);
  pass(1);
  await changed;
  pass(1999);
  assert.equal(asked.length, 2);
  changed = change(source);
  pass(1);
  await changed;
  assert.equal(source.error, null);
  assert.equal(source.total, 1);
  source.close();
});

test('a refusal stands until somebody asks again', async (context) => {
  const pass = heldTimers(context);
  const { source, asked } = served([refusal(422), { items: [], total: 0 }]);
  let changed = change(source);
  source.want(0, 10);
  await changed;
  pass(600_000);
  assert.equal(asked.length, 1);
  changed = change(source);
  source.retry();
  await changed;
  assert.equal(source.error, null);
  source.close();
});

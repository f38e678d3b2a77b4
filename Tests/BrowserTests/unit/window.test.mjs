import assert from 'node:assert/strict';
import test from 'node:test';
import {
  afterScroll, canvasHeight, canvasMax, isScaled, pagesOf, reveal, toPhysical, toVirtual, visibleRows,
} from '../../../Sources/CWebAssets/web/js/grid/window.js';

const small = { total: 1000, rowHeight: 34, viewport: 600 };
const large = { total: 1_000_000, rowHeight: 34, viewport: 600 };

test('a short list scrolls one to one', () => {
  assert.equal(isScaled(small), false);
  assert.equal(canvasHeight(small), 34_000);
  assert.equal(toVirtual(small, 1234), 1234);
  assert.equal(toPhysical(small, 1234), 1234);
  assert.equal(afterScroll(small, 0, 0, 500), 500);
});

test('a long list stays within what browsers can scroll, from its first row to its last', () => {
  assert.equal(isScaled(large), true);
  assert.equal(canvasHeight(large), canvasMax);
  assert.equal(toVirtual(large, 0), 0);
  const end = toVirtual(large, canvasMax - large.viewport);
  assert.equal(end, 1_000_000 * 34 - 600);
  assert.equal(visibleRows(large, end, 0).to, 1_000_000);
});

test('virtual and physical places lead back to each other', () => {
  for (let virtual = 0; virtual < 34e6 - 600; virtual += 1_234_567) {
    assert.ok(Math.abs(toVirtual(large, toPhysical(large, virtual)) - virtual) < 1);
  }
});

test('a turn of the wheel moves by what it says, a pull of the bar by proportion', () => {
  const at = 17_000_000;
  const bar = toPhysical(large, at);
  assert.equal(afterScroll(large, at, bar, bar + 100), at + 100);
  assert.equal(afterScroll(large, at, bar, bar - 100), at - 100);
  assert.equal(afterScroll(large, at, bar, 6_000_000), toVirtual(large, 6_000_000));
  assert.equal(afterScroll(large, at, 40, 0), 0);
});

test('the rows drawn cover what is seen and a margin, and no more than there are', () => {
  assert.deepEqual(visibleRows(small, 0, 5), { from: 0, to: 24 });
  assert.deepEqual(visibleRows(small, 3400, 5), { from: 95, to: 124 });
  assert.deepEqual(visibleRows(small, 34_000 - 600, 5), { from: 977, to: 1000 });
  assert.deepEqual(visibleRows({ ...small, total: 0 }, 0, 5), { from: 0, to: 0 });
});

test('revealing a row moves as little as possible', () => {
  assert.equal(reveal(small, 3400, 100), 3400);
  assert.equal(reveal(small, 3400, 99), 99 * 34);
  assert.equal(reveal(small, 3400, 117), 118 * 34 - 600);
  assert.equal(reveal(small, 0, 999), 34_000 - 600);
});

test('pages cover the rows asked for', () => {
  assert.deepEqual(pagesOf(0, 30, 100), [0]);
  assert.deepEqual(pagesOf(90, 110, 100), [0, 1]);
  assert.deepEqual(pagesOf(100, 200, 100), [1]);
});

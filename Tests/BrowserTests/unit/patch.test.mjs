import assert from 'node:assert/strict';
import test from 'node:test';
import { isSame, mergePatch, patched, threeWay } from '../../../Sources/CWebAssets/web/js/patch.js';

test('a patch holds only what changed; emptied fields are null', () => {
  const record = { severity: 'minor', owner: 'marie', summary: null, custom: { room: '12' } };
  assert.deepEqual(mergePatch(record, { severity: 'serious', owner: '', summary: '', 'custom.room': '12' }),
    { severity: 'serious', owner: null });
  assert.deepEqual(mergePatch(record, { 'custom.room': '13' }), { custom: { room: '13' } });
});

test('a conflict is a field that both changed to different values', () => {
  const base = { a: 1, b: 1, c: 1, d: 1 };
  const mine = { a: 2, b: 2, c: 1, d: 5 };
  const theirs = { a: 3, b: 1, c: 9, d: 5 };
  assert.deepEqual(threeWay(base, mine, theirs, ['a', 'b', 'c', 'd']), {
    conflicts: [{ name: 'a', base: 1, mine: 2, theirs: 3 }], clean: ['b'], taken: ['c', 'd'],
  });
});

test('other values take their places, own fields below custom', () => {
  const record = { severity: 'minor', owner: 'marie', custom: { room: '12', bay: '3' } };
  assert.deepEqual(patched(record, { severity: 'none', owner: null, 'custom.room': '14' }),
    { severity: 'none', owner: null, custom: { room: '14', bay: '3' } });
});

test('lists are the same in the same order; an empty one is none', () => {
  assert.equal(isSame(['US', 'EU'], ['US', 'EU']), true);
  assert.equal(isSame(['US', 'EU'], ['EU', 'US']), false);
  assert.equal(isSame([], null), true);
  assert.deepEqual(mergePatch({ markets: ['US'] }, { markets: [] }), { markets: null });
});

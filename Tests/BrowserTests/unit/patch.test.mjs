import assert from 'node:assert/strict';
import test from 'node:test';
import { mergePatch, threeWay } from '../../../Sources/CWebAssets/web/js/patch.js';

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

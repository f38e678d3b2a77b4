import assert from 'node:assert/strict';
import test from 'node:test';
import { listDiff, wordDiff } from '../../../Sources/CWebAssets/web/js/diff.js';

const before = (parts) => parts.filter((part) => part.kind !== 'new').map((part) => part.text).join('');
const after = (parts) => parts.filter((part) => part.kind !== 'old').map((part) => part.text).join('');

test('only the words that changed are marked', () => {
  assert.deepEqual(wordDiff('the table stops', 'the gantry stops'), [
    { kind: 'same', text: 'the ' }, { kind: 'old', text: 'table' }, { kind: 'new', text: 'gantry' },
    { kind: 'same', text: ' stops' },
  ]);
});

test('equal texts, empty texts', () => {
  assert.deepEqual(wordDiff('same', 'same'), [{ kind: 'same', text: 'same' }]);
  assert.deepEqual(wordDiff('', 'new'), [{ kind: 'new', text: 'new' }]);
  assert.deepEqual(wordDiff('old', ''), [{ kind: 'old', text: 'old' }]);
  assert.deepEqual(wordDiff('', ''), []);
});

test('a difference always gives back both texts', () => {
  let seed = 12345;
  const random = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n; };
  const words = ['table', 'fuite', 'hélium', ',', ' ', '\n', 'scan', 'l’examen', '2 %'];
  const text = () => Array.from({ length: random(30) }, () => words[random(words.length)]).join('');
  for (let round = 0; round < 300; round += 1) {
    const [old, fresh] = [text(), text()];
    const parts = wordDiff(old, fresh);
    assert.equal(before(parts), old, `seed 12345, round ${round}`);
    assert.equal(after(parts), fresh, `seed 12345, round ${round}`);
  }
});

test('very long texts are compared as wholes and still give both back', () => {
  const old = 'a b '.repeat(2000);
  const fresh = 'c d '.repeat(2000);
  const parts = wordDiff(old, fresh);
  assert.equal(before(parts), old);
  assert.equal(after(parts), fresh);
});

test('texts that have nothing in common are shown one after the other', () => {
  assert.deepEqual(wordDiff('Double clic test', 'Autre version, plus longue que jamais'),
    [{ kind: 'old', text: 'Double clic test' }, { kind: 'new', text: 'Autre version, plus longue que jamais' }]);
  assert.deepEqual(wordDiff('a b', 'a c').map((part) => part.kind), ['same', 'old', 'new']);
});

const signs = { same: '', old: '-', new: '+', before: '<', after: '>' };
const told = (before, after) => listDiff(before, after).map(({ kind, value }) => `${signs[kind]}${value}`);

test('a list tells what came, what went and what stayed, each where it stands', () => {
  assert.deepEqual(told(['A1', 'A2'], ['A1', 'A3', 'A4']), ['A1', '-A2', '+A3', '+A4']);
  assert.deepEqual(told(['A1', 'A2', 'A3'], ['A3']), ['-A1', '-A2', 'A3']);
  assert.deepEqual(told([], ['A1']), ['+A1']);
  assert.deepEqual(told(['A1', 'A2'], []), ['-A1', '-A2']);
  assert.deepEqual(told(['A1', 'A2'], ['A1', 'A2']), ['A1', 'A2']);
  assert.deepEqual(told([], []), []);
});

test('a value that is there several times goes and comes as often as it does', () => {
  assert.deepEqual(told(['A1', 'A1', 'A2'], ['A1', 'A2']), ['A1', '-A1', 'A2']);
  assert.deepEqual(told(['A1', 'A2'], ['A1', 'A2', 'A1']), ['A1', 'A2', '+A1']);
  assert.deepEqual(told(['A1', 'A1', 'A1'], ['A1']), ['A1', '-A1', '-A1']);
  assert.deepEqual(told(['A1', 'A1'], ['A1', 'A1']), ['A1', 'A1']);
});

test('a list that only has another order is shown whole, as it was and as it is', () => {
  assert.deepEqual(told(['A1', 'A2'], ['A2', 'A1']), ['<A1', '<A2', '>A2', '>A1']);
  assert.deepEqual(told(['A1', 'A1', 'A2'], ['A1', 'A2', 'A1']), ['<A1', '<A1', '<A2', '>A1', '>A2', '>A1']);
  assert.deepEqual(told(['A1', 'A2'], ['A2', 'A1', 'A3']), ['A2', 'A1', '+A3']);
});

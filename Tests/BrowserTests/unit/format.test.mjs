import assert from 'node:assert/strict';
import test from 'node:test';
import { ago, bytes, civilDate, number, percent, seconds } from '../../../Sources/CWebAssets/web/js/format.js';

const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');

test('a civil date shows the precision it has, in words that cannot be misread', () => {
  for (const [text, language, expected] of [
    ['2026-03-02', 'en', '2 March 2026'], ['2026-03-02', 'fr', '2 mars 2026'],
    ['2022-09-13', 'en', '13 September 2022'], ['2022-09', 'en', 'September 2022'],
    ['2026-05-01', 'fr', '1er mai 2026'], ['2026-03', 'en', 'March 2026'], ['2026-03', 'fr', 'mars 2026'],
    ['2013', 'en', '2013'], ['', 'en', ''], [null, 'fr', ''], ['nonsense', 'en', 'nonsense'],
  ]) assert.equal(civilDate(text, language), expected);
});

test('a short date has two digits for the day, so that a column of them aligns', () => {
  assert.equal(civilDate('2026-03-02', 'en', 'short'), '02 Mar 2026');
  assert.equal(civilDate('2026-09-02', 'en', 'short'), '02 Sep 2026');
  assert.equal(civilDate('2026-03-02', 'fr', 'short'), '02 mars 2026');
});

test('numbers, shares and sizes are written as the reader writes them', () => {
  assert.equal(number(38144, 'en'), '38,144');
  assert.equal(plain(number(38144, 'fr')), '38 144');
  assert.equal(percent(0.98, 'en'), '98%');
  assert.equal(plain(percent(0.98, 'fr')), '98 %');
  assert.equal(plain(bytes(999, 'en')), '999 B');
  assert.equal(plain(bytes(1500, 'fr')), '1,5 ko');
  assert.equal(plain(bytes(12_345_678, 'en')), '12 MB');
});

test('spans of time are said in the largest unit that fits', () => {
  const now = Date.parse('2026-03-02T12:00:00Z');
  assert.equal(ago('2026-03-02T09:00:00Z', 'en', now), '3 hours ago');
  assert.equal(ago('2026-02-27T12:00:00Z', 'fr', now), 'il y a 3 jours');
  assert.equal(plain(seconds(0.42, 'en')), '0.4 s');
  assert.equal(plain(seconds(200, 'fr')), '3 min 20 s');
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {
  ago, aligned, bytes, civilDate, instant, number, percent, seconds,
} from '../../../Sources/CWebAssets/web/js/format.js';

const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');

test('a civil date shows the precision it has, in words that cannot be misread', () => {
  for (const [text, language, expected] of [
    ['2026-03-02', 'en', '2 March 2026'], ['2026-03-02', 'fr', '2 mars 2026'],
    ['2022-09-13', 'en', '13 September 2022'], ['2022-09', 'en', 'September 2022'],
    ['2026-05-01', 'fr', '1er mai 2026'], ['2026-03', 'en', 'March 2026'], ['2026-03', 'fr', 'mars 2026'],
    ['2013', 'en', '2013'], ['', 'en', ''], [null, 'fr', ''], ['nonsense', 'en', 'nonsense'],
  ]) assert.equal(civilDate(text, language), expected);
});

test('a short date is written as people write it, and in a column its months stand below one another', () => {
  for (const [text, language, expected] of [
    ['2026-03-02', 'en', '2 Mar 2026'], ['2026-09-02', 'en', '2 Sep 2026'], ['2026-11-12', 'en', '12 Nov 2026'],
    ['2026-03-02', 'fr', '2 mars 2026'], ['2026-11-01', 'fr', '1 nov. 2026'], ['2026-03', 'fr', 'mars 2026'],
  ]) assert.equal(civilDate(text, language, 'short'), expected);
  assert.match(instant('2026-11-01T12:00:00Z', 'fr', 'short'), /^1 nov\. 2026/);
  assert.equal(aligned('2 mars 2026'), '\u20072 mars 2026');
  for (const text of ['12 mars 2026', 'mars 2026', '2013', '']) assert.equal(aligned(text), text);
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

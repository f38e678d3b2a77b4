import assert from 'node:assert/strict';
import test from 'node:test';
import {
  ago, aligned, bytes, civilDate, datesInWords, instant, number, percent, seconds,
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

test('days in a sentence are written as the reader writes them, and never broken', () => {
  const sentence = '30 days after 2026-03-02 (21 CFR 803.50) = 2026-04-01';
  assert.equal(datesInWords(sentence, 'en'), '30 days after 2\u00a0March\u00a02026 (21 CFR 803.50) = 1\u00a0April\u00a02026');
  assert.equal(datesInWords('dès le 2026-04-01.', 'fr'), 'dès le 1er\u00a0avril\u00a02026.');
  for (const text of ['C-2026-000123', 'UDI 2026-03-021', '']) assert.equal(datesInWords(text, 'en'), text);
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

import assert from 'node:assert/strict';
import test from 'node:test';
import {
  around, beginning, hiddenMatches, piecesOf, wordsOf,
} from '../../../Sources/CWebAssets/web/js/matches.js';

const words = (query) => wordsOf(query).map(({ word, isPrefix }) => word + (isPrefix ? '*' : ''));

test('the words of a search are what a row must hold', () => {
  for (const [query, expected] of [
    ['Hélium leak', ['helium', 'leak']], ['recon*', ['recon*']], ['"cold head" OR pump', ['cold', 'head', 'pump']],
    ['table -motor NOT brake', ['table']], ['table -"cold head"', ['table']], ['SN-12', ['sn', '12']], ['', []],
  ]) assert.deepEqual(words(query), expected, query);
});

test('matches are found whole, whatever their accents and capitals, and the text stays as it was', () => {
  assert.deepEqual(piecesOf('Fuite d’Hélium lente', wordsOf('helium')), ['Fuite d’', 'Hélium', ' lente']);
  assert.deepEqual(piecesOf('reconstruction', wordsOf('recon*')), ['', 'reconstruction', '']);
  assert.equal(piecesOf('reconstruction', wordsOf('recon')), null);
  assert.equal(piecesOf(null, wordsOf('recon')), null);
});

test('a word that no visible column holds is shown where it is', () => {
  const row = { summary: 'Table stops', brand: 'Philips', model: 'Ingenia', serial: 'X1', highlights: {
    summary: ['', 'Table', ' stops'], description: ['The ', 'gantry', ' too'] } };
  const found = (query, visible = ['summary', 'model']) => hiddenMatches(row, visible, query)
    .map(({ name, pieces }) => [name, pieces.join('|')]);
  assert.deepEqual(found('table philips'), [['brand', '|Philips|']]);
  assert.deepEqual(found('gantry ingenia'), [['description', 'The |gantry| too']]);
  assert.deepEqual(found('gantry phil*'), [['description', 'The |gantry| too'], ['brand', '|Philips|']]);
  assert.deepEqual(found('table ingenia'), []);
  assert.deepEqual(found('philips', ['summary', 'brand']), []);
});

test('a long text is cut around its match, or between words', () => {
  assert.deepEqual(around(['a long way before the ', 'match', ' and after'], 18), ['…the ', 'match', ' and after']);
  assert.deepEqual(around(['the ', 'match', ''], 18), ['the ', 'match', '']);
  assert.equal(beginning('Table stops during the scan', 15), 'Table stops…');
  assert.equal(beginning('Table', 15), 'Table');
});

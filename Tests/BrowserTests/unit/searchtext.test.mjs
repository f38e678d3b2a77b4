import assert from 'node:assert/strict';
import test from 'node:test';
import { searchText, unfinished } from '../../../Sources/CWebAssets/web/js/searchtext.js';

test('what is half typed is no mistake', () => {
  for (const [typed, expected] of [
    [' écran ', 'écran'], ['"noise', '"noise"'], ['tube "', 'tube'], ['"', ''], ['-', ''],
    ['tube OR', 'tube'], ['tube OR ', 'tube'], ['OR tube', 'tube'], ['tube -', 'tube'],
    ['tube NOT', 'tube'], ['"a b" OR c', '"a b" OR c'], ['', ''], ['tube OR NOT', 'tube'],
    ['ORAGE', 'ORAGE'], ['NOTE', 'NOTE'],
  ]) assert.equal(searchText(typed), expected, typed);
});

test('a last word may be the beginning of words, where it is plain', () => {
  for (const [text, expected] of [
    ['recon', 'recon*'], ['console recon', 'console recon*'], ['E-37', 'E-37*'], ['é', 'é*'],
    ['recon*', null], ['"a b"', null], ['tube -noise', null], ['tube NOT noise', null], ['', null],
  ]) assert.equal(unfinished(text), expected, text);
});

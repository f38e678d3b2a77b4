import assert from 'node:assert/strict';
import test from 'node:test';
import english from '../../../Sources/CWebAssets/web/i18n/en.js';
import french from '../../../Sources/CWebAssets/web/i18n/fr.js';
import { capital, frenchSpaces, startLanguage, t, tn, useWords } from '../../../Sources/CWebAssets/web/js/i18n.js';

test('both languages have the same texts with the same blanks to fill', () => {
  assert.deepEqual(Object.keys(french).sort(), Object.keys(english).sort());
  const blanks = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
  for (const key of Object.keys(english)) assert.deepEqual(blanks(french[key]), blanks(english[key]), key);
});

test('every count has a form for one and for many', () => {
  for (const key of Object.keys(english)) {
    if (key.endsWith('.one')) assert.ok(`${key.slice(0, -4)}.other` in english, key);
  }
});

test('French gets its spaces', () => {
  assert.equal(frenchSpaces('Annuler cet import ?'), 'Annuler cet import\u202f?');
  assert.equal(frenchSpaces('Motif : « l\'essai » !'), 'Motif\u00a0: «\u00a0l’essai\u00a0»\u202f!');
  for (const [key, text] of Object.entries(french)) {
    assert.doesNotMatch(frenchSpaces(text), / [:;!?»%]|« /, key);
  }
});

test('texts are filled in, counts take their form', () => {
  useWords('en', english);
  assert.equal(tn('grid.found', 1), '1 complaint');
  assert.equal(tn('grid.found', 38144), '38,144 complaints');
  assert.equal(t('record.saved', { number: 'C-2026-000001' }), 'C-2026-000001 is saved.');
  assert.equal(t('no.such.text'), 'no.such.text');
  useWords('fr', french);
  assert.match(tn('grid.found', 0), /^0 réclamation$/);
  assert.match(tn('grid.found', 2), /^2 réclamations$/);
});

test('the language is the person’s, else the browser’s, else English', () => {
  assert.equal(startLanguage('fr', ['en-US']), 'fr');
  assert.equal(startLanguage(null, ['de-DE', 'fr-CH', 'en']), 'fr');
  assert.equal(startLanguage(null, ['de-DE']), 'en');
  assert.equal(startLanguage('xx', undefined), 'en');
});

test('what stands in a list of choices begins with a capital, what stands in a sentence does not', () => {
  assert.equal(capital('équipe'), 'Équipe');
  assert.equal(capital('IMDRF annex'), 'IMDRF annex');
  for (const [words, known] of [[english, /^(IMDRF|API) /], [french, /^$/]]) {
    for (const [key, text] of Object.entries(words)) {
      if (/^(kind|act)\./.test(key) && !known.test(text)) assert.match(text, /^\p{Ll}/u, key);
    }
  }
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { LogWords } from '../../../Sources/CWebAssets/web/js/logwords.js';
import { readCatalogue, valueLabel } from '../../../Sources/CWebAssets/web/js/catalogue.js';

const answer = {
  items: [{ kind: 'decision', fields: [
    { name: 'verdict', group: 'reportability', type: 'choice', label: { en: 'Decision', fr: 'Décision' },
      values: [{ value: 'reportable', label: { en: 'Reportable', fr: 'À déclarer' } }] }] }],
  questions: [{ id: 'harm', text: { en: 'Was somebody harmed?', fr: 'Y a-t-il eu une lésion ?' } }],
};
const own = readCatalogue([{ name: 'verdict', group: 'custom', type: 'text', label: { en: 'Own', fr: 'Propre' } }], 'fr');

test('fields of each kind of record have the words of that kind', () => {
  const words = new LogWords(own, answer, 'fr');
  assert.equal(words.field('decision', 'verdict').label, 'Décision');
  assert.equal(valueLabel(words.field('decision', 'verdict'), 'reportable'), 'À déclarer');
  assert.equal(words.field('complaint', 'verdict').label, 'Propre');
  assert.equal(words.question('harm'), 'Y a-t-il eu une lésion ?');
});

test('what has no words here shows itself', () => {
  const words = new LogWords(own, answer, 'en');
  assert.equal(words.field('decision', 'later').label, 'later');
  assert.equal(words.field('later', 'verdict').label, 'verdict');
  assert.equal(words.question('later'), 'later');
});

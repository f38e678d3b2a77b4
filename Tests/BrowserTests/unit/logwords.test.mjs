import assert from 'node:assert/strict';
import test from 'node:test';
import { LogWords } from '../../../Sources/CWebAssets/web/js/logwords.js';
import { readCatalogue, valueLabel } from '../../../Sources/CWebAssets/web/js/catalogue.js';
import english from '../../../Sources/CWebAssets/web/i18n/en.js';
import { useWords } from '../../../Sources/CWebAssets/web/js/i18n.js';

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

test('what was decided on is said with the words of the file', () => {
  useWords('en', english);
  const complaint = readCatalogue([
    { name: 'outcome', group: 'event', type: 'choice', label: { en: 'Outcome', fr: 'Conséquence' },
      values: [{ value: 'death', label: { en: 'Death', fr: 'Décès' } }] },
    { name: 'custom.stop', group: 'custom', type: 'boolean', label: { en: 'Stopped', fr: 'Arrêté' } },
    { name: 'markets', group: 'event', type: 'choice_list', label: { en: 'Markets', fr: 'Marchés' },
      values: [{ value: 'US', label: { en: 'America', fr: 'Amérique' } }, { value: 'FR', label: { en: 'France', fr: 'France' } }] },
    { name: 'custom.note', group: 'custom', type: 'text', label: { en: 'Note', fr: 'Remarque' } }], 'en');
  const words = new LogWords(complaint, answer, 'en');
  assert.equal(words.fact('outcome=death'), 'Outcome: Death');
  assert.equal(words.fact('custom.note=a=b'), 'Note: a=b');
  assert.equal(words.fact('custom.stop=true'), 'Stopped: Yes');
  assert.equal(words.fact('markets=US, FR'), 'Markets: America, France');
  assert.equal(words.fact('outcome'), 'Outcome');
  assert.equal(words.fact('FR'), 'France');
  assert.equal(words.fact('later=1'), 'later=1');
  assert.deepEqual([words.basis('US-5A'), words.basis('US-5A?')], ['US-5A', 'US-5A (may apply)']);
});

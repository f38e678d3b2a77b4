import assert from 'node:assert/strict';
import test from 'node:test';
import { isLocked, isWritable, readCatalogue, valueLabel } from '../../../Sources/CWebAssets/web/js/catalogue.js';
import { fieldOfPointer, passwordRefusals, refusalOf } from '../../../Sources/CWebAssets/web/js/validate.js';

const answer = {
  items: [
    { name: 'severity', group: 'triage', type: 'choice', label: { en: 'Severity', fr: 'Gravité' },
      values: [{ value: 'minor', label: { en: 'Minor', fr: 'Mineure' } }], facet: true, listed: true,
      entry: 'free', access: 'open' },
    { name: 'received', group: 'identity', type: 'partial_date', label: { en: 'Received', fr: 'Reçue le' },
      required: true, listed: true, entry: 'free' },
    { name: 'summary', group: 'event', type: 'text', bytes_max: 10, label: { en: 'Summary', fr: 'Résumé' } },
    { name: 'patient_age', group: 'patient', type: 'integer', minimum: 0, maximum: 130,
      label: { en: 'Age', fr: 'Âge' } },
    { name: 'country', group: 'identity', type: 'country', label: { en: 'Country', fr: 'Pays' } },
    { name: 'description', group: 'event', type: 'prose', entry: 'intake', label: { en: 'D', fr: 'D' } },
    { name: 'number', group: 'identity', type: 'text', entry: 'system', label: { en: 'N', fr: 'N' } },
  ],
  groups: [{ name: 'identity', label: { en: 'Identity', fr: 'Identité' } }],
};
const { byName, groups } = readCatalogue(answer, 'fr');
const field = (name) => byName.get(name);

test('the catalogue is read in one language, its groups in order', () => {
  assert.equal(field('severity').label, 'Gravité');
  assert.equal(valueLabel(field('severity'), 'minor'), 'Mineure');
  assert.equal(valueLabel(field('severity'), 'new'), 'new');
  assert.equal(valueLabel(field('country'), 'DE'), 'Allemagne');
  assert.deepEqual(groups.map((group) => group.name), ['identity', 'triage', 'event', 'patient']);
});

test('what intake entered is locked after it, the number never written', () => {
  const file = { status: 'triage', description: 'Verbatim' };
  assert.equal(isWritable(field('description')), true);
  assert.equal(isLocked(field('description'), file), true);
  assert.equal(isLocked(field('description'), { ...file, status: 'received' }), false);
  assert.equal(isLocked(field('description'), { status: 'triage' }), false);
  assert.equal(isWritable(field('number')), false);
});

test('values are checked as the server checks them, with its codes', () => {
  for (const [name, value, code] of [
    ['received', '', 'required'], ['received', '2013-07', null], ['received', '31/31/2020', 'invalid_date'],
    ['severity', 'bad', 'not_a_choice'], ['severity', null, null],
    ['summary', 'é'.repeat(5), null], ['summary', 'é'.repeat(6), 'too_long'],
    ['patient_age', 130, null], ['patient_age', 131, 'out_of_range'], ['patient_age', 'x', 'wrong_type'],
    ['country', 'FR', null], ['country', 'France', 'invalid_country'],
  ]) assert.equal(refusalOf(field(name), value), code, `${name} ${value}`);
});

test('a pointer leads to its field', () => {
  for (const [pointer, name] of [['/severity', 'severity'], ['/custom/room', 'custom.room'],
    ['/password/new', 'new'], ['/a~1b', 'a/b'], ['', '']]) assert.equal(fieldOfPointer(pointer), name);
});

test('a password needs eight characters and is not the name', () => {
  assert.deepEqual(passwordRefusals('short', 'marie'), ['length']);
  assert.deepEqual(passwordRefusals('marie.dubois', 'Marie.Dubois'), ['name']);
  assert.deepEqual(passwordRefusals('correct horse', 'marie'), []);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import english from '../../../Sources/CWebAssets/web/i18n/en.js';
import { useWords } from '../../../Sources/CWebAssets/web/js/i18n.js';
import { atControls, ruleEntries, ruleOf, startsText } from '../../../Sources/CWebAssets/web/js/views/rule-words.js';

useWords('en', english);

const rule = { id: 'EU-10', jurisdiction: 'EU', name: { en: 'Death', fr: 'Décès' },
  when: { field: 'outcome', is: ['death'] }, starts: ['aware', 'received'], limit: { days: 10 }, warn: [50, 100],
  citation: { en: 'art. 87(5)', fr: 'art. 87(5)' }, valid: { from: '2021-05-26' } };
const catalogue = { byName: new Map([['aware', { label: 'Aware' }], ['received', { label: 'Received' }]]) };
const entries = ruleEntries(rule, { calendars: [], jurisdictions: [] }, catalogue);
const names = entries.map((entry) => entry.name);
const values = Object.fromEntries(entries.map((entry) => [entry.name, entry.value]));

test('what the form shows of a rule is the rule', () => {
  assert.deepEqual(ruleOf(values, rule), { made: rule, errors: {} });
});

test('what cannot be read keeps what it was and is said of each control; the rest is taken', () => {
  const { made, errors } = ruleOf({ ...values, when: '{', warn: '50, abc', count: '-3' }, rule);
  assert.deepEqual(Object.keys(errors).sort(), ['warn', 'when']);
  assert.deepEqual(made, { ...rule, limit: { days: -3 } });
});

test('day 0 is said in words', () => {
  assert.equal(startsText(['aware', 'received'], catalogue), 'Day 0: Aware, else Received');
  assert.equal(startsText([], catalogue), '');
});

test('what the server refuses stands at its control', () => {
  const detail = 'Not right.';
  const at = (path) => Object.keys(atControls([{ pointer: `/document/rules/3/${path}`, detail }], rule, 3, names).errors);
  for (const [path, name] of [['name/fr', 'name_fr'], ['name/en', 'name_en'], ['citation/fr', 'citation_fr'],
    ['citation', 'citation_en'], ['limit/days', 'count'], ['limit/calendar', 'kind'], ['valid/to', 'to'],
    ['valid/from', 'from'], ['when/and/0/field', 'when'], ['starts/1', 'starts'], ['warn/0', 'warn']]) {
    assert.deepEqual(at(path), [name], path);
  }
});

test('a value inside a condition is named, once', () => {
  const said = (pointer, detail) => atControls([{ pointer, detail }], rule, 3, names).errors;
  assert.deepEqual(said('/document/rules/3/when/is/0', 'Not one of the list.'), { when: '"death": Not one of the list.' });
  assert.deepEqual(said('/document/rules/3/starts/0', 'There is no field “aware”.'),
    { starts: 'There is no field “aware”.' });
  assert.deepEqual(said('/document/rules/3/when/is', 'Not right.'), { when: 'Not right.' });
});

test('several at one control are all said, what is about none keeps its place', () => {
  const found = atControls([{ pointer: '/document/rules/3/warn/0', detail: 'One.' },
    { pointer: '/document/rules/3/warn/1', detail: 'Two.' }, { pointer: '/document/rules/3/done/field', detail: 'Three.' },
    { pointer: '/document/rules/7/limit/half_of/0', detail: 'Four.' }], rule, 3, names);
  assert.deepEqual(found, { errors: { warn: 'One. Two.' },
    others: ['done/field: Three.', '/document/rules/7/limit/half_of/0: Four.'] });
});

test('a condition is said below it while one types; half a one says nothing', () => {
  const { says } = entries.find(({ name }) => name === 'when');
  assert.equal(says('{"field":"aware","known":true}'), 'Applies when “Aware” is known.');
  assert.equal(says('{"field":"aware","kno'), '');
});

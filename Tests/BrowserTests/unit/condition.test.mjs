import assert from 'node:assert/strict';
import test from 'node:test';
import { readCatalogue } from '../../../Sources/CWebAssets/web/js/catalogue.js';
import { holds, isNeeded, missedBy } from '../../../Sources/CWebAssets/web/js/condition.js';
import { bodyOf, choicesOf, flatten, flatNeed, isOfType, isSectionOf, needOf } from '../../../Sources/CWebAssets/web/js/fielddraft.js';
import { refusalOf } from '../../../Sources/CWebAssets/web/js/validate.js';

const valueOf = (record) => (name) => record[name] ?? null;

test('a condition holds for values, lists, numbers and yes and no', () => {
  for (const [condition, record, expected] of [
    [{ field: 'a', in: ['x', 'y'] }, { a: 'y' }, true],
    [{ field: 'a', in: ['x'] }, { a: 'z' }, false],
    [{ field: 'a', in: ['x'] }, {}, false],
    [{ field: 'a', in: ['x'] }, { a: ['z', 'x'] }, true],
    [{ field: 'a', in: ['3'] }, { a: 3 }, true],
    [{ field: 'a', in: ['true'] }, { a: true }, true],
    [{ field: 'a', is: 'set' }, { a: false }, true],
    [{ field: 'a', is: 'empty' }, { a: [] }, true],
    [{ field: 'a', is: 'empty' }, { a: '' }, true],
    [{ field: 'a', is: 'set' }, { a: null }, false],
    [{ all: [{ field: 'a', is: 'set' }, { field: 'b', is: 'empty' }] }, { a: 1 }, true],
    [{ any: [{ field: 'a', is: 'set' }, { field: 'b', is: 'set' }] }, {}, false],
  ]) assert.equal(holds(condition, null, valueOf(record)), expected, JSON.stringify(condition));
});

test('a state is reached on the way, never by another end', () => {
  for (const [state, status, expected] of [['received', 'received', true], ['review', 'closed', true],
    ['triage', 'received', false], ['received', 'duplicate', false], ['received', null, false]]) {
    assert.equal(holds({ status_reached: state }, status, () => null), expected, `${state} ${status}`);
  }
});

const { fields, byName } = readCatalogue({ items: [
  { name: 'outcome', type: 'choice', values: ['death', 'none'], label: 'Outcome' },
  { name: 'harm', type: 'text', label: 'Harm',
    required_when: { condition: { field: 'outcome', in: ['death'] }, words: { en: 'when …', fr: 'quand …' } } },
  { name: 'codes', type: 'code_list', annex: 'A', example: 'A0101', label: 'Codes',
    required_when: { condition: { status_reached: 'review' }, words: { en: 'from …', fr: 'dès …' } } },
] }, 'fr');

test('the words of a need are in the reader’s language', () => {
  assert.equal(byName.get('harm').requiredWords, 'quand …');
  assert.equal(isNeeded(byName.get('codes'), 'review', () => null), true);
  assert.equal(isNeeded(byName.get('codes'), 'triage', () => null), false);
});

test('a change misses what it empties and what it makes necessary, nothing older', () => {
  const old = { status: 'review', outcome: 'none' };
  assert.deepEqual(missedBy(fields, old, { outcome: 'death' }), ['harm']);
  assert.deepEqual(missedBy(fields, old, { outcome: 'none' }), []);
  assert.deepEqual(missedBy(fields, { ...old, codes: ['A01'] }, { codes: null }), ['codes']);
  assert.deepEqual(missedBy(fields, { status: 'reply' }, { status: 'review' }), []);
  assert.deepEqual(missedBy(fields, null, { outcome: 'death', status: 'review' }), ['harm']);
});

test('the values of a list are checked one by one', () => {
  assert.equal(refusalOf(byName.get('codes'), ['A01', 'A0101']), null);
  assert.equal(refusalOf(byName.get('codes'), ['A01', 'B01']), 'invalid_code');
  assert.equal(refusalOf(byName.get('codes'), [], true), 'required');
});

test('an own field goes from the API to a form and back', () => {
  const raw = { name: 'custom.coil', type: 'choice', group: 'device', label: { en: 'Coil', fr: 'Antenne' },
    values: [{ value: 'head', label: { en: 'Head', fr: 'Tête' } }], required: false, facet: true,
    sortable: true, indexed: false, retired: false, position: 3,
    required_when: { condition: { all: [{ status_reached: 'review' }, { field: 'outcome', in: ['death'] }] } } };
  const flat = flatten(raw);
  assert.equal(flat.values, 'head = Head = Tête');
  const body = bodyOf(flat, true, flat.isOther);
  assert.deepEqual(body, { label: raw.label, help: null, group: 'device', required: false, retired: false,
    name: 'coil', type: 'choice', access: 'open', required_when: raw.required_when.condition, position: 3, facet: true,
    sortable: true, indexed: false, values: raw.values });
  assert.equal('name' in bodyOf(flat, false, false), false);
});

test('a personal field is never counted, sorted or indexed, and says whom it is about once', () => {
  const flat = { ...flatten(null), name: 'initials', label_en: 'Initials', access: 'patient', group: 'patient',
    facet: true, sortable: true, indexed: true };
  const body = bodyOf(flat, true, false);
  assert.equal(body.access, 'patient');
  for (const name of ['facet', 'sortable', 'indexed']) assert.equal(name in body, false, name);
  assert.equal('access' in bodyOf(flat, false, false), false);
  const known = flatten({ name: 'custom.initials', type: 'text', group: 'patient', access: 'patient',
    label: { en: 'Initials', fr: 'Initiales' }, facet: false });
  assert.equal('facet' in bodyOf(known, false, false), false);
  assert.equal(isOfType('facet', 'text', 'complainant'), false);
  assert.equal(isOfType('facet', 'text', 'open'), true);
  assert.equal(isOfType('bytes_max', 'text', 'patient'), true);
});

test('the section of a person takes what is about that person', () => {
  const sections = ['custom', 'complainant', 'patient', 'provenance'];
  const of = (access) => sections.filter((name) => isSectionOf(name, access));
  assert.deepEqual(of('open'), ['custom']);
  assert.deepEqual(of('complainant'), ['custom', 'complainant']);
  assert.deepEqual(of('patient'), ['custom', 'patient']);
});

test('choices are a line each; conditions beyond the form stay as they are', () => {
  assert.deepEqual(choicesOf('a\n b = B \n\n'), [{ value: 'a', label: { en: 'a', fr: 'a' } },
    { value: 'b', label: { en: 'B', fr: 'B' } }]);
  assert.equal(flatNeed({ any: [{ field: 'a', is: 'set' }] }).isOther, true);
  assert.equal(needOf({}), null);
  assert.deepEqual(needOf({ need_field: 'a', need_is: 'empty' }), { field: 'a', is: 'empty' });
});

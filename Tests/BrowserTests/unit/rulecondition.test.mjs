import assert from 'node:assert/strict';
import test from 'node:test';
import english from '../../../Sources/CWebAssets/web/i18n/en.js';
import french from '../../../Sources/CWebAssets/web/i18n/fr.js';
import { useWords } from '../../../Sources/CWebAssets/web/js/i18n.js';
import { appliesText, conditionText, doneText } from '../../../Sources/CWebAssets/web/js/rulecondition.js';

const document = { jurisdictions: [
  { code: 'US', name: { en: 'United States', fr: 'États-Unis' }, applies: { field: 'markets', includes: 'US' } },
  { code: 'EU', name: { en: 'European Union', fr: 'Union européenne' }, applies: { field: 'markets', includes: 'EU' } },
  { code: 'POL', name: { en: 'House policy', fr: 'Politique interne' } }] };

/** Fields as the catalogue of a language has them. */
function catalogueOf(labels) {
  const field = ([name, label, values, more]) => [name, { name, label, ...more, values: values
    && Object.entries(values).map(([value, text]) => ({ value, label: text })) }];
  return { byName: new Map(labels.map(field)) };
}

const yesNo = { yes: 'Yes', no: 'No' };
const fields = catalogueOf([['outcome', 'Outcome', { death: 'Death', serious_injury: 'Serious injury', none: 'None' }],
  ['markets', 'Markets'], ['harm', 'Recurrence would harm', yesNo], ['modality', 'Modality', { CT: 'CT', MR: 'MR' }],
  ['country', 'Country', null, { reference: 'country', language: 'en' }], ['aware', 'Aware']]);
const champs = catalogueOf([['outcome', 'Conséquence', { death: 'Décès', serious_injury: 'Lésion grave', none: 'Aucune' }],
  ['markets', 'Marchés'], ['harm', 'Récidive dangereuse', { yes: 'Oui', no: 'Non' }], ['aware', 'Connaissance']]);

const outcome = { field: 'outcome', is: ['death', 'serious_injury'] };
const harm = { field: 'harm', is: ['yes'] };

test('a condition and that of its jurisdiction are one sentence', () => {
  useWords('en', english);
  assert.equal(appliesText({ jurisdiction: 'US', when: outcome }, document, fields),
    'Applies when “Outcome” is death or serious injury, and “Markets” includes United States.');
  assert.equal(appliesText({ jurisdiction: 'EU', when: { or: [outcome, harm] } }, document, fields),
    'Applies when (“Outcome” is death or serious injury, or “Recurrence would harm” is yes), and “Markets” includes European Union.');
  useWords('fr', french);
  assert.equal(appliesText({ jurisdiction: 'US', when: outcome }, document, champs),
    'S’applique quand «\u00a0Conséquence\u00a0» est décès ou lésion grave, et «\u00a0Marchés\u00a0» comprend États-Unis.');
});

test('every part of a condition has its words, as it is and as it is not', () => {
  useWords('en', english);
  const say = (condition) => conditionText(condition, document, fields).replace(/^Applies when |\.$/g, '');
  for (const [condition, yes, no] of [
    [harm, '“Recurrence would harm” is yes', '“Recurrence would harm” is not yes'],
    [{ field: 'outcome', is: 'none' }, '“Outcome” is none', '“Outcome” is not none'],
    [outcome, '“Outcome” is death or serious injury', '“Outcome” is neither death nor serious injury'],
    [{ field: 'modality', is: ['CT'] }, '“Modality” is CT', '“Modality” is not CT'],
    [{ field: 'country', is: ['FR'] }, '“Country” is France', '“Country” is not France'],
    [{ field: 'custom.flag', is: [true] }, '“custom.flag” is yes', '“custom.flag” is not yes'],
    [{ field: 'markets', includes: 'EU' }, '“Markets” includes European Union', '“Markets” does not include European Union'],
    [{ field: 'aware', known: true }, '“Aware” is known', '“Aware” is not known'],
    [{ field: 'aware', known: false }, '“Aware” is not known', '“Aware” is known'],
    [{ field: 'aware', before: '2021-05-26' }, '“Aware” is before 26 May 2021', '“Aware” is not before 26 May 2021'],
    [{ decided: 'EU' }, 'a decision is made (European Union)', 'no decision is made (European Union)'],
    [{ decided: 'US', as: 'not_reportable' }, 'the decision (United States) is “Not reportable”',
      'the decision (United States) is not “Not reportable”'],
    [{ rule: 'EU-2' }, 'rule EU-2 applies', 'rule EU-2 does not apply'],
    [{ unsure: ['EU-2', 'EU-10', 'EU-15'] }, 'it is not known whether EU-2, EU-10 or EU-15 applies',
      'it is known whether EU-2, EU-10 or EU-15 applies'],
  ]) {
    assert.equal(say(condition), yes);
    assert.equal(say({ not: condition }), no);
    assert.equal(say({ not: { not: condition } }), yes);
  }
});

test('what is nested is told apart, what is of one kind is not', () => {
  useWords('en', english);
  const say = (condition) => conditionText(condition, document, fields).replace(/^Applies when |\.$/g, '');
  const [a, b, c] = ['A', 'B', 'C'].map((rule) => ({ rule }));
  assert.equal(say({ and: [a, { and: [b, c] }] }), 'rule A applies, and rule B applies, and rule C applies');
  assert.equal(say({ or: [a, { and: [b, { not: c }] }] }), 'rule A applies, or (rule B applies, and rule C does not apply)');
  assert.equal(say({ not: { or: [a, b] } }), 'rule A does not apply, and rule B does not apply');
  assert.equal(say({ and: [c, { not: { and: [a, b] } }] }), 'rule C applies, and (rule A does not apply, or rule B does not apply)');
  assert.equal(say({ and: [c, { or: [a] }] }), 'rule C applies, and rule A applies');
});

test('a condition of every file says so, alone or beside others', () => {
  useWords('en', english);
  assert.equal(appliesText({ jurisdiction: 'POL', when: {} }, document, fields), 'Applies to every file.');
  assert.equal(appliesText({ jurisdiction: 'US', when: {} }, document, fields), 'Applies when “Markets” includes United States.');
  assert.equal(conditionText({ not: {} }, document, fields), 'Applies to no file.');
  assert.equal(conditionText({ or: [{}, harm] }, document, fields), 'Applies to every file.');
  assert.equal(doneText({ done: harm }, document, fields), 'Done when “Recurrence would harm” is yes.');
  assert.equal(doneText({}, document, fields), '');
});

test('what is no condition yet says nothing and breaks nothing', () => {
  useWords('en', english);
  for (const half of [null, 3, 'x', [], { field: 'outcome' }, { field: 'outcome', is: [] }, { and: {} }, { and: [harm, {}, { field: 1 }] },
    { not: null }, { or: [null] }, { decided: 3 }, { rule: 3 }, { unsure: 'x' }, { nothing: 1 }, { and: [{ or: 3 }] },
    { field: 'aware', before: 3 }, { field: 'aware', known: 'x' }]) {
    assert.equal(conditionText(half, document, fields), '', JSON.stringify(half));
  }
});

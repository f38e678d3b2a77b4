import assert from 'node:assert/strict';
import test from 'node:test';
import { isInDoubt, nextReportType, proposal } from '../../../Sources/CWebAssets/web/js/proposal.js';

// The same cases as ReportingGuideTests: the page says what the server will.
const guide = (inDoubt) => ({ in_doubt: inDoubt, questions: [
  { id: 'market', effect: 'requires' }, { id: 'death', effect: 'reports' }, { id: 'threat', effect: 'reports' },
  { id: 'sooner', effect: 'hastens' }, { id: 'expected', effect: 'excludes' }] });

test('the answers propose an outcome, and what is unknown never makes it not reportable', () => {
  for (const [answers, expected] of [
    [{}, 'in_doubt'],
    [{ market: 'yes', death: 'yes' }, 'reportable'],
    [{ market: 'unknown', death: 'yes' }, 'in_doubt'],
    [{ market: 'yes', death: 'yes', threat: 'unknown', sooner: 'unknown' }, 'reportable'],
    [{ market: 'no', death: 'yes' }, 'not_reportable'],
    [{ market: 'no', death: 'unknown' }, 'not_reportable'],
    [{ market: 'yes', death: 'no', threat: 'no' }, 'not_reportable'],
    [{ market: 'yes', death: 'no', threat: 'unknown' }, 'in_doubt'],
    [{ market: 'yes', death: 'yes', expected: 'yes' }, 'not_reportable'],
    [{ market: 'yes', death: 'yes', expected: 'unknown', sooner: 'no' }, 'reportable'],
  ]) {
    for (const inDoubt of ['reportable', 'further_information']) {
      assert.equal(proposal(guide(inDoubt), answers), expected === 'in_doubt' ? inDoubt : expected,
        JSON.stringify(answers));
      assert.equal(isInDoubt(guide(inDoubt), answers), expected === 'in_doubt', JSON.stringify(answers));
    }
  }
});

test('what another law obliges to report is excluded by nothing, and open while it is unknown', () => {
  const scanner = { in_doubt: 'further_information', questions: [
    { id: 'harm', effect: 'reports' }, { id: 'erroneous', effect: 'excludes' }, { id: 'radiation', effect: 'obliges' }] };
  for (const [answers, expected] of [
    [{ harm: 'no', radiation: 'no' }, 'not_reportable'],
    [{ harm: 'no', radiation: 'yes' }, 'reportable'],
    [{ harm: 'no', erroneous: 'yes', radiation: 'yes' }, 'reportable'],
    [{ harm: 'yes', erroneous: 'yes', radiation: 'no' }, 'not_reportable'],
    [{ harm: 'yes', erroneous: 'yes' }, 'further_information'],
    [{ harm: 'no' }, 'further_information'],
    [{ harm: 'yes' }, 'reportable'],
  ]) assert.equal(proposal(scanner, answers), expected, JSON.stringify(answers));
});

test('a report follows up what was submitted; what is empty, planned or withdrawn is followed by the first', () => {
  const submitted = { report: { submitted: '2026-03-02' } };
  const withdrawn = { report: { submitted: '2026-03-02', withdrawn: { by: 'anna' } } };
  for (const [reports, expected] of [
    [[], 'initial'], [[{ report: {} }], 'initial'], [[{ report: { report_number: 'MIR-1', submitted: null } }], 'initial'],
    [[withdrawn], 'initial'], [[{ report: {} }, submitted], 'follow_up'],
  ]) assert.equal(nextReportType(reports), expected);
});

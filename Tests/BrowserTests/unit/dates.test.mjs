import assert from 'node:assert/strict';
import test from 'node:test';
import { figureOrder, parseDate, parseTime, today } from '../../../Sources/CWebAssets/web/js/dates.js';

const how = { order: 'dmy', today: '2026-11-24', reduced: false };

test('dates are read as people type them', () => {
  for (const [text, expected] of [
    ['2026-03-02', '2026-03-02'], ['2/3/2026', '2026-03-02'], ['2.3.26', '2026-03-02'],
    ['02-03-2026', '2026-03-02'], ['2/3', '2026-03-02'], ['2 mars 2026', '2026-03-02'],
    ['1er août 2025', '2025-08-01'], ['2 March 2026', '2026-03-02'], ['March 2, 2026', '2026-03-02'],
    ['5 févr. 2024', '2024-02-05'], ['today', '2026-11-24'], ['hier', '2026-11-23'], ['-7', '2026-11-17'],
    ['+1', '2026-11-25'], ['29/2/2024', '2024-02-29'], ['3/4/99', '1999-04-03'],
  ]) assert.equal(parseDate(text, how), expected, text);
});

test('what is no date is null', () => {
  for (const text of ['', ' ', '31/2/2026', '29/2/2025', '2026', '2026-13-01', 'soon', '1/1/1/1', '0/1/2026']) {
    assert.equal(parseDate(text, how), null, text);
  }
});

test('reduced precision is taken only where the field has it', () => {
  const reduced = { ...how, reduced: true };
  assert.equal(parseDate('2013', reduced), '2013');
  assert.equal(parseDate('2013-07', reduced), '2013-07');
  assert.equal(parseDate('07/2013', reduced), '2013-07');
  assert.equal(parseDate('juillet 2013', reduced), '2013-07');
  assert.equal(parseDate('juillet 2013', how), null);
});

test('only a reader from the United States writes the month first', () => {
  assert.equal(figureOrder('en', ['en-US', 'en']), 'mdy');
  assert.equal(figureOrder('en', ['en-GB']), 'dmy');
  assert.equal(figureOrder('fr', ['en-US']), 'dmy');
  assert.equal(parseDate('3/2/2026', { ...how, order: 'mdy' }), '2026-03-02');
});

test('today is the day where the reader is', () => {
  assert.equal(today(new Date(2026, 2, 2, 23, 59)), '2026-03-02');
});

test('times of day are read as people type them', () => {
  for (const [text, expected] of [
    ['9:05', '09:05:00'], ['14:30:10', '14:30:10'], ['14h30', '14:30:00'], ['14 h 30', '14:30:00'], ['14h', '14:00:00'],
    ['7', '07:00:00'], ['00:00', '00:00:00'], ['23:59:59', '23:59:59'],
    ['24:00', null], ['9:60', null], ['9:5', null], ['noon', null], ['', null], ['14:30:10:10', null],
  ]) assert.equal(parseTime(text), expected, text);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { versionAsked } from '../../../Sources/CWebAssets/web/js/versionasked.js';

const asked = (typed) => versionAsked({ day: null, time: '', version: '2', ...typed }, 7);
const moment = (text) => ({ as_of: new Date(text).toISOString() });

test('without a day the chosen version is asked for, and the newest where none is shown', () => {
  assert.deepEqual(asked({}), { version: '2' });
  assert.deepEqual(asked({ version: '' }), { version: '7' });
  assert.deepEqual(asked({ version: '', time: '  ' }), { version: '7' });
});

test('a day is asked for at its time, or at its end', () => {
  assert.deepEqual(asked({ day: '2026-03-02' }), moment('2026-03-02T23:59:59.999'));
  assert.deepEqual(asked({ day: '2026-03-02', time: ' 9h05 ', version: '' }), moment('2026-03-02T09:05:00'));
});

test('a time without a day, and what is no time, are refused where they stand', () => {
  assert.deepEqual(asked({ time: '14:30' }), { refused: 'day' });
  assert.deepEqual(asked({ time: '25' }), { refused: 'day' });
  assert.deepEqual(asked({ day: '2026-03-02', time: '25' }), { refused: 'time' });
});

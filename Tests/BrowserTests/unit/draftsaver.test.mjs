import assert from 'node:assert/strict';
import test from 'node:test';
import { against, draftSaver } from '../../../Sources/CWebAssets/web/js/draftsaver.js';

/** A saver over a page of its own, with what it saved so far. */
function made() {
  const page = new EventTarget();
  const saved = [];
  return { page, saved, keep: draftSaver((values) => saved.push(values), page) };
}

test('what was typed last is saved at once when the page goes or is hidden', () => {
  for (const name of ['pagehide', 'visibilitychange']) {
    const { page, saved, keep } = made();
    keep('a');
    keep('ab');
    assert.deepEqual(saved, [], name);
    page.dispatchEvent(new Event(name));
    page.dispatchEvent(new Event(name));
    assert.deepEqual(saved, ['ab'], name);
  }
});

test('what is typed while another view is on its way is saved at once', () => {
  const { page, saved, keep } = made();
  keep('a');
  keep.leave();
  assert.deepEqual(saved, ['a']);
  keep('ab');
  assert.deepEqual(saved, ['a', 'ab']);
  page.dispatchEvent(new Event('pagehide'));
  assert.deepEqual(saved, ['a', 'ab']);
});

test('what was sent or given up is not saved any more', () => {
  const { page, saved, keep } = made();
  keep('a');
  keep.cancel();
  page.dispatchEvent(new Event('pagehide'));
  keep.leave();
  assert.deepEqual(saved, []);
});

test('a draft does not put back what somebody else changed since, and says what it was', () => {
  const draft = { at: 'x', values: { role: 'admin', name: 'Eva' }, from: { role: 'viewer', name: '' } };
  for (const [first, values, overtaken] of [
    [{ role: 'viewer', name: '' }, { role: 'admin', name: 'Eva' }, []],
    [{ role: 'engineer', name: '' }, { name: 'Eva' }, ['admin']],
    [{ role: 'engineer', name: 'Adam' }, {}, ['admin', 'Eva']],
  ]) assert.deepEqual(against(first, draft), { values, overtaken });
  // Of a version before that kept no more than what was typed.
  assert.deepEqual(against({ role: 'viewer' }, { values: { role: 'admin' } }), { values: { role: 'admin' }, overtaken: [] });
  assert.deepEqual(against({ role: 'viewer' }, undefined), { values: {}, overtaken: [] });
});

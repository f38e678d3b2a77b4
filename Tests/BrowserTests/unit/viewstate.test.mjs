import assert from 'node:assert/strict';
import test from 'node:test';
import { Selection } from '../../../Sources/CWebAssets/web/js/grid/selection.js';
import {
  apiParams, chosenBody, emptyView, formatView, isUnfiltered, parseView, searchBody, withFilter, withSort,
} from '../../../Sources/CWebAssets/web/js/viewstate.js';

test('a view survives the way through the address', () => {
  const view = {
    q: 'fuite "hélium"', sort: [{ field: 'received', descending: true }, { field: 'number', descending: false }],
    filters: {
      status: { in: ['received', 'triage'] }, product: { in: ['A, B'] }, owner: { in: [''] },
      received: { from: '2026-01-01', to: '2026-03-31' }, serial: { contains: 'AU12' },
    },
    peek: 'C-2026-000012',
  };
  assert.deepEqual(parseView(`?${formatView(view)}`), view);
});

test('an empty view is an empty address', () => {
  assert.equal(formatView(emptyView()), '');
  assert.deepEqual(parseView(''), emptyView());
  assert.equal(isUnfiltered(emptyView()), true);
});

test('the API gets plain parameters, and the grammar only for what they cannot say', () => {
  const view = parseView('?status=a&status=b&received_from=2026-01-01&sort=-received&peek=C-1');
  assert.equal(apiParams(view).toString(), 'sort=-received&status=a&status=b&received_from=2026-01-01');
  const contains = apiParams(parseView('?serial.contains=AU'));
  assert.deepEqual(JSON.parse(contains.get('filter')), { field: 'serial', op: 'contains', value: 'AU' });
  assert.equal(contains.has('serial.contains'), false);
  const two = apiParams(parseView('?serial.contains=AU&udi.contains=01'));
  assert.equal(JSON.parse(two.get('filter')).and.length, 2);
});

test('a filter that says nothing is no filter', () => {
  let view = withFilter(emptyView(), 'status', { in: ['received'] });
  assert.equal(isUnfiltered(view), false);
  view = withFilter(view, 'status', { in: [] });
  assert.deepEqual(view.filters, {});
});

test('a column goes from ascending to descending to none', () => {
  let view = withSort(emptyView(), 'received', false);
  assert.deepEqual(view.sort, [{ field: 'received', descending: false }]);
  view = withSort(view, 'received', false);
  assert.deepEqual(view.sort, [{ field: 'received', descending: true }]);
  view = withSort(view, 'received', false);
  assert.deepEqual(view.sort, []);
});

test('a second column is added with Shift and leaves the first in its place', () => {
  let view = withSort(emptyView(), 'status', false);
  view = withSort(view, 'received', true);
  view = withSort(view, 'status', true);
  assert.deepEqual(view.sort, [{ field: 'status', descending: true }, { field: 'received', descending: false }]);
  view = withSort(view, 'status', true);
  assert.deepEqual(view.sort, [{ field: 'received', descending: false }]);
});

test('whether a field has a value is a filter of its own, there and back', () => {
  const view = parseView('?due_set=true&status=a');
  assert.deepEqual(view.filters, { due: { set: 'true' }, status: { in: ['a'] } });
  assert.equal(apiParams(view).toString(), 'due_set=true&status=a');
  assert.deepEqual(withFilter(view, 'due', null).filters, { status: { in: ['a'] } });
});

test('a view is a search in a body, with values of the fields’ own types', () => {
  const byName = new Map([['severity', { type: 'choice', values: [] }], ['customer', { type: 'text', values: null }],
    ['event_date', { type: 'partial_date', values: null }], ['import', { type: 'number', values: null }],
    ['decision_required', { type: 'boolean', values: null }], ['owner', { type: 'text', values: null }]]);
  const view = parseView('q=table&severity=minor,serious&customer=A, B&customer.contains=x&event_from=2026'
    + '&event_to=2026-03&import=7&decision_required=true&owner_set=false&sort=-received&peek=C-1');
  assert.deepEqual(searchBody(view, byName), { q: 'table', filter: { and: [
    { field: 'severity', op: 'in', value: ['minor', 'serious'] },
    { field: 'customer', op: 'contains', value: 'x' },
    { field: 'event_date', op: 'ge', value: '2026' }, { field: 'event_date', op: 'le', value: '2026-03' },
    { field: 'import', op: 'in', value: [7] }, { field: 'decision_required', op: 'in', value: [true] },
    { field: 'owner', op: 'empty' }] } });
  assert.deepEqual(searchBody(parseView('owner='), byName).filter,
    { and: [{ field: 'owner', op: 'in', value: [null] }] });
  assert.deepEqual(searchBody(parseView(''), byName), { filter: {} });
});

test('what is selected is named by id, or by the search of its view but some', () => {
  const selection = new Selection();
  selection.toggle(7, 'C-7');
  assert.deepEqual(chosenBody(selection, parseView('q=x'), new Map()), { ids: [7] });
  selection.all();
  assert.deepEqual(chosenBody(selection, parseView('q=x'), new Map()), { q: 'x', filter: {} });
  selection.toggle(8, 'C-8');
  assert.deepEqual(chosenBody(selection, parseView(''), new Map()), { filter: {}, except: [8] });
});

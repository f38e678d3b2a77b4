import assert from 'node:assert/strict';
import test from 'node:test';
import { drafted, draftOf } from '../../../Sources/CWebAssets/web/js/draftsaver.js';
import { Prefs } from '../../../Sources/CWebAssets/web/js/prefs.js';
import { tabName } from '../../../Sources/CWebAssets/web/js/tabname.js';

/** A storage as browsers have it; `isFull`: nothing more is taken. */
class Memory {
  constructor() { this.items = new Map(); this.isFull = false; }
  get length() { return this.items.size; }
  key(place) { return [...this.items.keys()][place] ?? null; }
  getItem(name) { return this.items.get(name) ?? null; }
  removeItem(name) { this.items.delete(name); }
  setItem(name, value) {
    if (this.isFull) throw new Error('full');
    this.items.set(name, value);
  }
}

/** Two tabs of one person over one storage. */
function tabs(owner = 'anna') {
  const storage = new Memory();
  const made = ['one', 'two'].map((tab) => Object.assign(new Prefs(storage, tab), { owner }));
  return { storage, one: made[0], two: made[1] };
}

const draft = (text, at = '2026-03-02T10:00:00.000Z') => ({ at, values: { summary: text } });
const textOf = (prefs, name = 'complaint.new') => prefs.draft(name)?.values.summary;

test('a tab neither sees, overwrites nor drops what another writes in the same form', () => {
  const { one, two } = tabs();
  one.keepDraft('complaint.new', draft('A'));
  assert.equal(two.draft('complaint.new'), null);
  two.keepDraft('complaint.new', draft('B'));
  assert.equal(textOf(one), 'A');
  one.dropDraft('complaint.new');
  assert.equal(textOf(two), 'B');
});

test('others\' drafts of the same form and person are offered, the newest first', () => {
  const { storage, one, two } = tabs();
  two.keepDraft('complaint.1', draft('B', '2026-03-02T10:00:00.000Z'));
  two.keepDraft('complaint.12', draft('another file'));
  Object.assign(new Prefs(storage, 'three'), { owner: 'anna' }).keepDraft('complaint.1', draft('C', '2026-03-02T11:00:00.000Z'));
  Object.assign(new Prefs(storage, 'four'), { owner: 'bert' }).keepDraft('complaint.1', draft('of Bert'));
  one.keepDraft('complaint.1', draft('my own'));
  assert.deepEqual(one.otherDrafts('complaint.1').map(({ at }) => at),
    ['2026-03-02T11:00:00.000Z', '2026-03-02T10:00:00.000Z']);
});

test('a draft from before tabs had names is offered and can be taken', () => {
  const { storage, one } = tabs();
  storage.setItem('ibtool.draft.anna.complaint.new', JSON.stringify(draft('of last week')));
  const [old] = one.otherDrafts('complaint.new');
  one.takeDraft('complaint.new', old.key);
  assert.equal(textOf(one), 'of last week');
  assert.deepEqual(one.otherDrafts('complaint.new'), []);
});

test('who takes a draft loses none of their own: it is set aside', () => {
  const { one, two } = tabs();
  one.keepDraft('complaint.new', draft('A'));
  two.keepDraft('complaint.new', draft('B'));
  two.takeDraft('complaint.new', two.otherDrafts('complaint.new')[0].key);
  assert.equal(textOf(two), 'A');
  assert.equal(one.draft('complaint.new'), null);
  two.takeDraft('complaint.new', two.otherDrafts('complaint.new')[0].key);
  assert.equal(textOf(two), 'B');
  // Nobody's place was used for it: the first tab goes on in its own.
  one.keepDraft('complaint.new', draft('A, and more'));
  assert.equal(two.otherDrafts('complaint.new').length, 2);
});

test('a full storage takes nothing away', () => {
  const { storage, one, two } = tabs();
  one.keepDraft('complaint.new', draft('A'));
  two.keepDraft('complaint.new', draft('B'));
  storage.isFull = true;
  assert.equal(two.keepDraft('complaint.new', draft('more')), false);
  two.takeDraft('complaint.new', two.otherDrafts('complaint.new')[0].key);
  assert.deepEqual([textOf(one), textOf(two)], ['A', 'B']);
});

test('only what was seen is thrown away: what its tab wrote since stays', () => {
  const { one, two } = tabs();
  one.keepDraft('complaint.new', draft('A', '2026-03-02T10:00:00.000Z'));
  const [seen] = two.otherDrafts('complaint.new');
  one.keepDraft('complaint.new', draft('A, and more', '2026-03-02T10:01:00.000Z'));
  two.dropOther(seen);
  assert.equal(textOf(one), 'A, and more');
  two.dropOther(two.otherDrafts('complaint.new')[0]);
  assert.equal(one.draft('complaint.new'), null);
});

test('what is no draft is not offered', () => {
  const { storage, one } = tabs();
  storage.setItem('ibtool.draft.anna.complaint.new', '{"half');
  storage.setItem('ibtool.draft.anna.complaint.new#x', '{}');
  assert.deepEqual(one.otherDrafts('complaint.new'), []);
});

test('a tab keeps its name when its page is loaded again', () => {
  const storage = new Memory();
  const page = new EventTarget();
  const name = tabName(storage, page);
  page.dispatchEvent(new Event('pagehide'));
  assert.equal(tabName(storage, new EventTarget()), name);
});

test('a tab that was duplicated, or whose page died, has a name of its own', () => {
  const storage = new Memory();
  const name = tabName(storage, new EventTarget());
  // The copy of a living tab's storage.
  const copy = Object.assign(new Memory(), { items: new Map(storage.items) });
  assert.notEqual(tabName(copy, new EventTarget()), name);
  assert.notEqual(tabName(storage, new EventTarget()), name);
});

test('a page that was kept whole and comes back does not leave its name to be copied', () => {
  const storage = new Memory();
  const page = new EventTarget();
  const name = tabName(storage, page);
  page.dispatchEvent(new Event('pagehide'));
  page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  assert.notEqual(tabName(storage, new EventTarget()), name);
});

test('a forbidden storage still gives a name', () => {
  const forbidden = { getItem() { throw new Error('no'); }, setItem() { throw new Error('no'); } };
  const page = new EventTarget();
  assert.match(tabName(forbidden, page), /^[0-9a-f]{32}$/);
  page.dispatchEvent(new Event('pagehide'));
});

test('of a change, what differs is kept, what it began with, and the version', () => {
  const record = { version: 3, summary: 'was', severity: 'minor', custom: { coil: 'head' } };
  const kept = draftOf(record, { summary: 'is', severity: 'minor', 'custom.coil': 'knee', outcome: '' }, '"3"',
    new Date('2026-03-02T10:00:00Z'));
  assert.deepEqual(kept, { at: '2026-03-02T10:00:00.000Z', values: { summary: 'is', 'custom.coil': 'knee' },
    base: { summary: 'was', 'custom.coil': 'head' }, version: 3 });
  assert.equal(draftOf(record, { summary: 'was' }, '"3"'), null);
  assert.equal(draftOf({}, { summary: 'new' }, null).version, null);
});

test('a draft of an older version begins with what it began with', () => {
  const kept = draftOf({ version: 3, summary: 'was' }, { summary: 'mine' }, '"3"');
  const now = { record: { version: 4, summary: 'theirs', severity: 'serious' }, etag: '"4"' };
  const { record, etag } = drafted(now, kept);
  assert.deepEqual([record.summary, record.severity, etag], ['was', 'serious', '"3"']);
  assert.deepEqual(drafted({ record: { version: 3 }, etag: '"3"' }, kept), { record: { version: 3 }, etag: '"3"' });
  assert.deepEqual(drafted({ record: {}, etag: null }, kept), { record: {}, etag: null });
});

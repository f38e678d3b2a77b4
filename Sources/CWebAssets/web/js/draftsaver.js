/** Keeps what is being typed: a little later while one types, at once when the page is left. */
import { debounce } from './dom.js';
import { isSame, patched, valueOf } from './patch.js';

/** How long after the last stroke. */
const wait = 400;

/**
 * @param {(values: any) => void} save @param {EventTarget} [page] where the browser says that the page goes
 * @returns {((values: any) => void) & {cancel: () => void, flush: () => void, leave: () => void}} takes what is typed;
 *   `flush` saves now what was still to come; `leave` when its view goes: what comes after that is saved at once
 */
export function draftSaver(save, page = globalThis) {
  const later = debounce(save, wait);
  let isLeft = false;
  const flush = () => later.flush();
  // A page that is only hidden may be ended without another word.
  const events = ['pagehide', 'visibilitychange'];
  for (const name of events) page.addEventListener(name, flush);
  const keep = (values) => isLeft ? later.now(values) : later(values);
  keep.cancel = later.cancel;
  keep.flush = flush;
  keep.leave = () => {
    isLeft = true;
    flush();
    for (const name of events) page.removeEventListener(name, flush);
  };
  return keep;
}

/**
 * What is kept of the change of a record: the values that differ, and what they began with.
 * @param {Object} record @param {Object<string, any>} values by field name
 * @param {string|null} etag the version that was changed; null: a new record
 * @returns {{at: string, values: Object, base: Object, version: number|null}|null} null: nothing differs
 */
export function draftOf(record, values, etag, now = new Date()) {
  const changed = Object.entries(values).filter(([name, value]) => !isSame(valueOf(record, name), value));
  if (changed.length === 0) return null;
  return { at: now.toISOString(), values: Object.fromEntries(changed),
    base: Object.fromEntries(changed.map(([name]) => [name, valueOf(record, name) ?? null])),
    version: etag ? Number(etag.replace(/\D/g, '')) : null };
}

/**
 * The record that a draft changes. Where somebody saved since, it is what the draft began with, under the version
 * of then: saving shows both.
 */
export function drafted({ record, etag }, draft) {
  if (!etag || draft.version === record.version) return { record, etag };
  return { record: patched(record, draft.base), etag: `"${draft.version}"` };
}

/** What of a draft is put back: not what somebody else changed since it was begun, which is only said. Pure.
 *
 * @param {Object<string, any>} first what is stored now, by name
 * @param {{values: Object<string, any>, from?: Object<string, any>}|null|undefined} draft `from`: what was stored when it was begun
 * @param {(name: string, value: any) => string} [say] a value as it is called where it stands
 */
export function against(first, draft, say = (name, value) => [value].flat().join(', ')) {
  const entries = Object.entries(draft?.values ?? {});
  const isOvertaken = ([name]) => Boolean(draft.from) && name in draft.from && !isSame(first[name] ?? null, draft.from[name]);
  return { values: Object.fromEntries(entries.filter((entry) => !isOvertaken(entry))),
    overtaken: entries.filter(isOvertaken).map(([name, value]) => say(name, value) || '–') };
}

/** Keeps what is being typed: a little later while one types, at once when the page is left. */
import { debounce } from './dom.js';

/** How long after the last stroke. */
const wait = 400;

/**
 * @param {(values: any) => void} save @param {EventTarget} [page] where the browser says that the page goes
 * @returns {((values: any) => void) & {cancel: () => void, leave: () => void}} takes what is typed; `leave` when
 *   its view goes: what comes after that is saved at once
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
  keep.leave = () => {
    isLeft = true;
    flush();
    for (const name of events) page.removeEventListener(name, flush);
  };
  return keep;
}

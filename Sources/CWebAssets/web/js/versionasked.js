/** Which version of a file is asked for: the one of a moment, or one by its number. Pure. */
import { parseTime } from './dates.js';

/**
 * @param {{day: string|null, time: string, version: string}} typed `version` is '' where none is shown
 * @param {number} newest what is asked for where nothing is named
 * @returns {{as_of: string}|{version: string}|{refused: 'day'|'time'}} a time says nothing without its day
 */
export function versionAsked({ day, time, version }, newest) {
  const isTimed = time.trim() !== '';
  if (!day) return isTimed ? { refused: 'day' } : { version: version || String(newest) };
  const clock = isTimed ? parseTime(time) : '23:59:59.999';
  return clock ? { as_of: new Date(`${day}T${clock}`).toISOString() } : { refused: 'time' };
}

/**
 * When a field has to have a value: the conditions of the catalogue, evaluated as the server does. Pure.
 * @typedef {{field?: string, in?: string[], is?: 'set'|'empty', status_reached?: string,
 *   all?: Condition[], any?: Condition[]}} Condition
 */
import { isSame, valueOf } from './patch.js';
import { way } from './steps.js';

/** @param {Condition} condition @param {string|null} status @param {(name: string) => any} value */
export function holds(condition, status, value) {
  if (condition.all) return condition.all.every((part) => holds(part, status, value));
  if (condition.any) return condition.any.some((part) => holds(part, status, value));
  if (condition.status_reached) return hasReached(condition.status_reached, status);
  const texts = textsOf(value(condition.field));
  if (condition.is) return (condition.is === 'empty') === (texts === null);
  return (texts ?? []).some((text) => condition.in.includes(text));
}

/** Whether a file of that status has come as far as a state of work; other ends have reached none. */
export function hasReached(state, status) {
  const place = way.indexOf(status ?? '');
  return place >= 0 && place >= way.indexOf(state);
}

/** The texts of a value as conditions compare them; null for none. */
function textsOf(value) {
  if (value === null || value === undefined || value === '') return null;
  if (Array.isArray(value)) return value.length ? value.map(String) : null;
  return typeof value === 'object' ? [] : [String(value)];
}

/** The fields that a condition looks at. @returns {string[]} */
export function namesOf(condition) {
  if (condition.field) return [condition.field];
  return (condition.all ?? condition.any ?? []).flatMap(namesOf);
}

/** Whether a field has to have a value in a file of that status. */
export function isNeeded(field, status, value) {
  return field.required || Boolean(field.requiredWhen && holds(field.requiredWhen, status, value));
}

/**
 * The fields that the server will miss: what this change empties although it is needed, or what it makes
 * necessary. What the file lacked before is for its next step.
 * @param {import('./catalogue.js').Field[]} fields @param {Object} record as it is; null for a new one
 * @param {Object<string, any>} values by field name
 */
export function missedBy(fields, record, values) {
  const before = (name) => valueOf(record ?? {}, name) ?? null;
  const after = (name) => name in values ? values[name] : before(name);
  const touched = new Set(Object.keys(values)
    .filter((name) => name !== 'status' && !isSame(before(name), values[name])));
  const [was, is] = record ? [before('status'), after('status')] : [null, null];
  return fields.filter((field) => {
    const condition = field.requiredWhen;
    if (!condition || textsOf(after(field.name)) !== null || !holds(condition, is, after)) return false;
    if (!record || touched.has(field.name)) return true;
    return namesOf(condition).some((name) => touched.has(name)) && !holds(condition, was, before);
  }).map((field) => field.name);
}

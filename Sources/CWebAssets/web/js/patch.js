/** Differences between records as JSON merge patches (RFC 7396), and what two people changed. Pure. */

const isEmpty = (value) => value === null || value === undefined || value === ''
  || (Array.isArray(value) && value.length === 0);

/** Whether two field values mean the same; null, absent, empty text and the empty list are one. */
export function isSame(a, b) {
  if (isEmpty(a) && isEmpty(b)) return true;
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The value of a field; `custom.NAME` looks into the custom fields. */
export function valueOf(record, name) {
  return name.startsWith('custom.') ? record?.custom?.[name.slice(7)] : record?.[name];
}

/**
 * The merge patch that turns `before` into `after` in the named fields.
 * @param {Object} before @param {Object<string, any>} after flat values by field name
 */
export function mergePatch(before, after) {
  const patch = {};
  for (const [name, value] of Object.entries(after)) {
    if (isSame(valueOf(before, name), value)) continue;
    const sent = isEmpty(value) ? null : value;
    if (name.startsWith('custom.')) (patch.custom ??= {})[name.slice(7)] = sent;
    else patch[name] = sent;
  }
  return patch;
}

/** The record with other values in the named fields. */
export function patched(record, values) {
  const { custom, ...rest } = mergePatch(record, values);
  return { ...record, ...rest, custom: { ...record.custom, ...custom } };
}

/**
 * What must be decided when somebody was faster.
 * @param {Object} base what I started from @param {Object<string, any>} mine my values by name
 * @param {Object} theirs the record as it is now
 * @returns {{conflicts: {name: string, base: any, mine: any, theirs: any}[], clean: string[],
 *   taken: string[]}} fields both changed; fields only I changed; fields only they changed
 */
export function threeWay(base, mine, theirs, names) {
  const result = { conflicts: [], clean: [], taken: [] };
  for (const name of names) {
    const was = valueOf(base, name);
    const now = valueOf(theirs, name);
    const wanted = name in mine ? mine[name] : was;
    const iChanged = !isSame(was, wanted);
    const theyChanged = !isSame(was, now);
    if (iChanged && theyChanged && !isSame(wanted, now)) {
      result.conflicts.push({ name, base: was, mine: wanted, theirs: now });
    } else if (iChanged && !theyChanged) result.clean.push(name);
    else if (theyChanged) result.taken.push(name);
  }
  return result;
}

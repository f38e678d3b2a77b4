/** Rule sets as they were put in force, each fetched once while one works: from then on nobody edits them. */

/** @type {Map<number, Promise<Object|null>>} */
const known = new Map();

/** The text of a version that clocks run by; null where it cannot be had, and the next look asks again. */
export function ruleDocument(api, id) {
  if (!known.has(id)) {
    known.set(id, api.ruleSet(id).then(({ record }) => record.document, () => {
      known.delete(id);
      return null;
    }));
  }
  return known.get(id);
}

/** Counts by value. A field that is filtered is counted without its own filter, or it could only shrink. */
import { apiParams, withFilter } from '../viewstate.js';

/**
 * @param {import('../api.js').Api} api @param {import('../viewstate.js').View} view
 * @param {string[]} names @param {AbortSignal} [signal]
 * @returns {Promise<Object<string, {value: string|null, count: number}[]>>}
 */
export async function facetCounts(api, view, names, signal) {
  const free = names.filter((name) => !view.filters[name]);
  const bound = names.filter((name) => view.filters[name]);
  const asked = [];
  if (free.length) asked.push(count(api, view, free, signal));
  for (const name of bound) asked.push(count(api, withFilter(view, name, null), [name], signal));
  return Object.assign({}, ...await Promise.all(asked));
}

async function count(api, view, names, signal) {
  const params = apiParams({ ...view, sort: [] });
  params.set('by', names.join(','));
  return (await api.facets(params, signal)).facets;
}

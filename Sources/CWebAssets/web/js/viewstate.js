/**
 * The state of a list: what is asked for, in what order. It lives in the address, so that Back, a
 * bookmark and a colleague's link all show the same. Pure.
 * @typedef {{in?: string[], contains?: string, from?: string, to?: string, set?: string}} Filter
 * @typedef {{q: string, sort: {field: string, descending: boolean}[],
 *   filters: Object<string, Filter>, peek: string|null}} View
 */

/** @returns {View} */
export function emptyView() {
  return { q: '', sort: [], filters: {}, peek: null };
}

/** Reads a view from an address's query. Names it does not know are kept as "one of" filters. */
export function parseView(search) {
  const view = emptyView();
  for (const [name, value] of new URLSearchParams(search)) {
    if (name === 'q') view.q = value;
    else if (name === 'peek') view.peek = value || null;
    else if (name === 'sort') view.sort = parseSort(value);
    else readFilter(view.filters, name, value);
  }
  return view;
}

function readFilter(filters, name, value) {
  const range = /^([\w.]+)_(from|to|set)$/.exec(name);
  const contains = /^(.+)\.contains$/.exec(name);
  if (range) {
    (filters[range[1]] ??= {})[range[2]] = value;
  } else if (contains) {
    filters[contains[1]] = { contains: value };
  } else {
    const filter = filters[name] ??= {};
    filter.in = [...(filter.in ?? []), value];
  }
}

/** "-received,number" → two steps. */
export function parseSort(text) {
  return text.split(',').filter(Boolean).map((part) => part.startsWith('-')
    ? { field: part.slice(1), descending: true } : { field: part, descending: false });
}

/** The reverse of `parseSort`. */
export function formatSort(sort) {
  return sort.map((step) => (step.descending ? '-' : '') + step.field).join(',');
}

/** The query of the address that shows `view`, without "?". */
export function formatView(view) {
  const params = new URLSearchParams();
  if (view.q) params.set('q', view.q);
  if (view.sort.length) params.set('sort', formatSort(view.sort));
  for (const [field, filter] of Object.entries(view.filters)) {
    for (const value of filter.in ?? []) params.append(field, value);
    if (filter.contains) params.set(`${field}.contains`, filter.contains);
    if (filter.from) params.set(`${field}_from`, filter.from);
    if (filter.to) params.set(`${field}_to`, filter.to);
    if (filter.set) params.set(`${field}_set`, filter.set);
  }
  if (view.peek) params.set('peek', view.peek);
  return params.toString();
}

/** Whether nothing is filtered. */
export function isUnfiltered(view) {
  return !view.q && Object.keys(view.filters).length === 0;
}

/** `view` with the filter of one field put in place; null or an empty filter removes it. */
export function withFilter(view, field, filter) {
  const filters = { ...view.filters };
  const isEmpty = !filter || (!filter.in?.length && !filter.contains && !filter.from && !filter.to && !filter.set);
  if (isEmpty) delete filters[field];
  else filters[field] = filter;
  return { ...view, filters };
}

/** `view` with a column's sort advanced: ascending, descending, none; `additive` keeps the others. */
export function withSort(view, field, additive) {
  const now = view.sort.find((step) => step.field === field);
  const next = !now ? { field, descending: false } : now.descending ? null : { field, descending: true };
  if (!additive) return { ...view, sort: next ? [next] : [] };
  const others = view.sort.filter((step) => step.field !== field);
  if (!now) return { ...view, sort: [...others, next] };
  const sort = view.sort.flatMap((step) => step.field !== field ? [step] : next ? [next] : []);
  return { ...view, sort };
}

/**
 * The same list as a search in a request's body: `filter` in the grammar of POST /complaints/query, which
 * finds everything where nothing is filtered, and the words.
 * @param {View} view @param {Map<string, {type: string, values: any[]|null}>} byName the catalogue's fields
 */
export function searchBody(view, byName) {
  const comparisons = Object.entries(view.filters).flatMap(([name, filter]) => {
    // "event_from" is a bound of "event_date", as in the address.
    const field = byName.has(name) ? name : `${name}_date`;
    return comparisonsOf(field, byName.get(field), filter);
  });
  return { filter: comparisons.length > 0 ? { and: comparisons } : {}, ...view.q && { q: view.q } };
}

/**
 * The selected complaints of a view, as a request about many names them: by id, or by the view's search.
 * @param {import('./grid/selection.js').Selection} selection @param {View} view
 */
export function chosenBody(selection, view, byName) {
  const keys = [...selection.keys.keys()];
  if (!selection.isAll) return { ids: keys };
  return { ...searchBody(view, byName), ...keys.length > 0 && { except: keys } };
}

function comparisonsOf(field, { type, values, reference } = {}, filter) {
  // As in an address: only values of closed lists cannot hold a comma themselves.
  const isClosed = Boolean(values) || reference === 'country';
  const found = [];
  if (filter.in?.length) {
    const parts = isClosed ? filter.in.flatMap((value) => value.split(',')) : filter.in;
    found.push({ field, op: 'in', value: parts.map((part) => typed(part, type)) });
  }
  if (filter.contains) found.push({ field, op: 'contains', value: filter.contains });
  if (filter.from) found.push({ field, op: 'ge', value: filter.from });
  if (filter.to) found.push({ field, op: 'le', value: filter.to });
  if (filter.set) found.push({ field, op: filter.set === 'true' ? 'not_empty' : 'empty' });
  return found;
}

/** A value of an address as JSON; an empty one stands for no value. */
function typed(text, type) {
  if (text === '') return null;
  if (type === 'boolean') return text === 'true';
  return type === 'number' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/**
 * Parameters for the API: the same names as the address, without what is only ours. What plain
 * parameters cannot say goes into `filter`, in the grammar of POST /complaints/query.
 */
export function apiParams(view) {
  const params = new URLSearchParams(formatView({ ...view, peek: null }));
  const comparisons = [];
  for (const [field, filter] of Object.entries(view.filters)) {
    if (!filter.contains) continue;
    params.delete(`${field}.contains`);
    comparisons.push({ field, op: 'contains', value: filter.contains });
  }
  if (comparisons.length === 1) params.set('filter', JSON.stringify(comparisons[0]));
  if (comparisons.length > 1) params.set('filter', JSON.stringify({ and: comparisons }));
  return params;
}

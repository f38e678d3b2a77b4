/**
 * The state of a list: what is asked for, in what order. It lives in the address, so that Back, a
 * bookmark and a colleague's link all show the same. Pure.
 * @typedef {{in?: string[], contains?: string, from?: string, to?: string}} Filter
 * @typedef {{q: string, sort: {field: string, descending: boolean}[],
 *   filters: Object<string, Filter>, peek: string|null}} View
 */

/** Ranges the API takes as parameters; others go through the filter grammar. */
const rangeParameters = new Set(['received', 'event', 'updated']);
const rangeField = { event: 'event_date' };
const rangeName = { event_date: 'event' };

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
  const range = /^(\w+)_(from|to)$/.exec(name);
  const contains = /^(.+)\.contains$/.exec(name);
  if (range) {
    const field = rangeField[range[1]] ?? range[1];
    (filters[field] ??= {})[range[2]] = value;
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
    const name = rangeName[field] ?? field;
    if (filter.from) params.set(`${name}_from`, filter.from);
    if (filter.to) params.set(`${name}_to`, filter.to);
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
  const isEmpty = !filter || (!filter.in?.length && !filter.contains && !filter.from && !filter.to);
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

/** Parameters for the API: the same names as the address, without what is only ours. */
export function apiParams(view) {
  const params = new URLSearchParams(formatView({ ...view, peek: null }));
  const grammar = grammarOf(view);
  for (const [field, filter] of Object.entries(view.filters)) {
    if (!needsGrammar(field, filter)) continue;
    params.delete(`${field}.contains`);
    params.delete(`${field}_from`);
    params.delete(`${field}_to`);
  }
  if (grammar) params.set('filter', JSON.stringify(grammar));
  return params;
}

/** Whether a filter is beyond plain parameters. */
function needsGrammar(field, filter) {
  if (filter.contains) return true;
  return Boolean((filter.from || filter.to) && !rangeParameters.has(rangeName[field] ?? field));
}

/** The part of a view that only the filter grammar can say, or null. */
export function grammarOf(view) {
  const parts = Object.entries(view.filters)
    .filter(([field, filter]) => needsGrammar(field, filter))
    .flatMap(([field, filter]) => comparisons(field, filter));
  if (parts.length === 0) return null;
  return parts.length === 1 ? parts[0] : { and: parts };
}

/** One filter in the API's grammar. */
function comparisons(field, filter) {
  const parts = [];
  if (filter.contains) parts.push({ field, op: 'contains', value: filter.contains });
  if (filter.from) parts.push({ field, op: 'ge', value: filter.from });
  if (filter.to) parts.push({ field, op: 'le', value: filter.to });
  if (filter.in?.length) parts.push(oneOf(field, filter.in));
  return parts;
}

function oneOf(field, values) {
  const given = values.filter((value) => value !== '');
  const none = { field, op: 'empty' };
  if (given.length === 0) return none;
  const some = { field, op: 'in', value: given };
  return given.length === values.length ? some : { or: [some, none] };
}

/** The body of POST …/query for a view; used when plain parameters cannot say it. */
export function queryBody(view, page) {
  const parts = Object.entries(view.filters).flatMap(([field, filter]) => comparisons(field, filter));
  return {
    filter: parts.length === 0 ? null : { and: parts },
    q: view.q || null,
    sort: view.sort.length ? view.sort.map((step) => (step.descending ? '-' : '') + step.field) : null,
    ...page,
  };
}

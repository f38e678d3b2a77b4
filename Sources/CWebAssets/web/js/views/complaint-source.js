/** The rows of a view of complaints, by plain parameters where they suffice. */
import { apiParams, queryBody } from '../viewstate.js';
import { RowSource } from '../grid/source.js';

/** @param {import('../api.js').Api} api @param {string[]} names the columns to fetch */
export function complaintSource(api, view, names) {
  const fields = [...new Set(['id', 'number', ...names])];
  const params = apiParams(view);
  const usesGrammar = params.has('filter');
  return new RowSource(({ offset, limit, countTotal, signal }) => {
    if (usesGrammar) {
      return api.queryComplaints(queryBody(view, { offset, limit, fields }), signal);
    }
    const page = new URLSearchParams(params);
    page.set('limit', limit);
    if (offset) page.set('offset', offset);
    page.set('fields', fields.join(','));
    if (!countTotal) page.set('total', 'none');
    return api.complaints(page, signal);
  });
}

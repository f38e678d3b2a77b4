/** The rows of a view of complaints. */
import { apiParams } from '../viewstate.js';
import { RowSource } from '../grid/source.js';

/** @param {import('../api.js').Api} api @param {string[]} names the columns to fetch */
export function complaintSource(api, view, names) {
  const fields = [...new Set(['id', 'number', ...names])];
  return new RowSource(({ offset, limit, countTotal, signal }) => {
    const params = apiParams(view);
    params.set('limit', limit);
    if (offset) params.set('offset', offset);
    params.set('fields', fields.join(','));
    if (!countTotal) params.set('total', 'none');
    return api.complaints(params, signal);
  });
}

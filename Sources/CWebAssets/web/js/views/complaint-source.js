/** The rows of a view of complaints. */
import { searchText, unfinished } from '../searchtext.js';
import { apiParams } from '../viewstate.js';
import { RowSource } from '../grid/source.js';
import { searchedFields } from '../matches.js';

/**
 * Words that find nothing are taken as the beginning of words: that is what they are while one types.
 * `query` of the source is what was asked in the end.
 * @param {import('../api.js').Api} api @param {string[]} names the columns to fetch
 */
export function complaintSource(api, view, names) {
  // The device stands for a summary that is not there; the searched fields say why a row was found.
  const fields = [...new Set(['id', 'number', 'brand', 'product', 'model', ...names,
    ...view.q ? searchedFields : []])];
  const ask = ({ offset, limit, countTotal, signal }) => {
    const params = apiParams({ ...view, q: source.query });
    params.set('limit', limit);
    if (offset) params.set('offset', offset);
    params.set('fields', fields.join(','));
    if (!countTotal) params.set('total', 'none');
    return api.complaints(params, signal);
  };
  const source = new RowSource(async (page) => {
    const answer = await ask(page);
    const wider = page.countTotal && answer.total === 0 ? unfinished(source.query) : null;
    if (!wider) return answer;
    source.query = wider;
    return ask(page);
  });
  source.query = searchText(view.q);
  return source;
}

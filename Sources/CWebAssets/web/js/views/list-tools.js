/** The tools above the grid: facets, columns, export, new. */
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { apiParams } from '../viewstate.js';
import { chooseColumns } from '../grid/columnchooser.js';
import { menuButton } from '../widgets/menu.js';

/** What the server puts into one pack at most. */
const packMax = 500;

/** A pack of the rows of this view; with too many it says so instead. */
function packOf(list) {
  const { app } = list;
  return list.grid.source.total > packMax
    ? { onChoose: () => app.messages.bad(t('pack.too-many', { max: packMax })) }
    : { href: app.api.listPackAddress(apiParams(list.asked)), download: '' };
}

export function listTools(list) {
  const { app } = list;
  const facets = h('button', { class: 'button quiet', type: 'button',
    'aria-pressed': String(Boolean(app.prefs.get('facets'))),
    onclick: () => facets.setAttribute('aria-pressed', String(list.togglePanel())) },
  icon('filter'), t('facet.panel'));
  return h('div', { class: 'line' }, facets,
    h('button', { class: 'button quiet', type: 'button', onclick: () => chooseColumns({
      all: list.allColumns, names: list.columnNames(), onChange: (names) => list.setColumns(names),
      onReset: () => {
        list.keepColumns({ names: [], widths: {} });
        list.setColumns(list.columnNames());
      },
    }) }, icon('columns'), t('columns.title')),
    menuButton({ label: [icon('export'), t('export.title')], className: 'button quiet',
      items: () => [
        { head: t('export.view') },
        ...['xlsx', 'csv', 'ndjson'].map((format) => ({
          text: t(`export.${format}`), hint: `.${format}`, icon: 'file',
          href: app.api.exportAddress(apiParams(list.asked), format), download: '' })),
        { text: t('pack.title'), hint: '.zip', icon: 'file', ...packOf(list) },
      ] }),
    app.may('work') && h('a', { class: 'button quiet', href: '/bulk', 'aria-label': t('bulk.list'), title: t('bulk.list') },
      icon('history')),
    app.may('intake') && h('a', { class: 'button primary', href: '/complaints/new' }, icon('plus'),
      t('action.new-complaint')));
}

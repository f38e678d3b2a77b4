/** The panel beside the grid: the main fields, their values and counts. */
import { h, replace } from '../dom.js';
import { t } from '../i18n.js';
import { facetList } from '../widgets/facetlist.js';

const preferred = ['status', 'severity', 'outcome', 'modality', 'country', 'channel', 'product', 'site',
  'owner', 'source'];

/** As many fields as are counted at once. */
const fieldsMax = 20;

export class FacetPanel {
  /** @param {{catalogue: any, filterOf: (name) => any, setFilter: (name, filter) => void}} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    const own = hooks.catalogue.fields.filter((field) => field.name.startsWith('custom.') && !field.retired);
    this.fields = [...preferred.map((name) => hooks.catalogue.byName.get(name)), ...own]
      .filter((field) => field?.facet).slice(0, fieldsMax);
    this.element = h('aside', { class: 'facets', 'aria-label': t('facet.panel'), tabIndex: -1 });
    this.lists = new Map();
    this.draw();
  }

  get names() { return this.fields.map((field) => field.name); }

  draw() {
    this.lists = new Map(this.fields.map((field) => [field.name, facetList({
      field, selected: this.hooks.filterOf(field.name)?.in ?? [], first: 7,
      onChange: (values) => this.hooks.setFilter(field.name, { in: values }),
    })]));
    replace(this.element, this.fields.map((field) => h('section', null,
      h('h2', null, field.label), this.lists.get(field.name).element)));
  }

  /** Ticks what the view filters by now. */
  sync() {
    for (const [name, list] of this.lists) list.select(this.hooks.filterOf(name)?.in ?? []);
  }

  /** Shows counts without disturbing where the person is. */
  show(facets) {
    for (const [name, counts] of Object.entries(facets)) this.lists.get(name)?.show(counts);
  }
}

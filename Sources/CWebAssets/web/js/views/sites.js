/** The sites of the install base. */
import { language, t } from '../i18n.js';
import { EntityList, entityField } from './entities.js';
import { EntityPage } from './entitypage.js';

function kindOf(app) {
  const complaint = (name) => app.catalogue.byName.get(name)?.label ?? name;
  return {
    kind: 'sites', key: 'code', filter: 'site', grows: 'name',
    columns: ['code', 'name', 'city', 'country', 'customer'],
    sortable: ['code', 'name', 'city', 'country', 'customer'],
    fields: [
      entityField('code', t('sites.code'), { required: true, bytesMax: 60, help: t('sites.code-help') }),
      entityField('name', t('sites.name'), { required: true, bytesMax: 400 }),
      entityField('city', t('sites.city')),
      entityField('country', t('sites.country'), { reference: 'country', language: language() }),
      entityField('customer', complaint('customer')),
      entityField('address', t('sites.address'), { type: 'prose', bytesMax: 1000 }),
      entityField('note', t('entity.note'), { type: 'prose', bytesMax: 16000 }),
    ],
  };
}

export async function render(app, place) {
  const kind = kindOf(app);
  const { id } = place.params;
  if (!id) {
    const list = new EntityList(app, kind, place);
    return { title: t('section.sites'), element: list.element, dispose: () => list.dispose(),
      focusGrid: () => list.grid.element.focus(),
      shown: () => list.grid.element.focus({ preventScroll: true }) };
  }
  const loaded = id === 'new' ? { record: {}, etag: null } : await app.api.entity('sites', id);
  const page = new EntityPage(app, kind, loaded);
  return { title: page.title, element: page.element, dispose: () => page.dispose(),
    shown: () => page.shown() };
}

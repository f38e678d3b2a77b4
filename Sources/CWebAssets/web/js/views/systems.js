/** The systems of the install base. */
import { t } from '../i18n.js';
import { EntityList, entityField } from './entities.js';
import { EntityPage } from './entitypage.js';

function kindOf(app) {
  const { byName } = app.catalogue;
  /** The fields a system has in common with a complaint are called and checked the same. */
  const shared = (name) => {
    const field = byName.get(name);
    return entityField(name, field?.label ?? name, { type: field?.type ?? 'text',
      values: field?.values ?? null, bytesMax: field?.bytesMax ?? null });
  };
  return {
    kind: 'systems', key: 'system_id', filter: 'system', grows: 'model',
    columns: ['system_id', 'site', 'modality', 'product', 'model', 'serial', 'software_version',
      'installed'],
    sortable: ['system_id', 'site', 'modality', 'brand', 'product', 'model', 'serial',
      'software_version', 'installed'],
    fields: [
      entityField('system_id', t('systems.id'), { required: true, bytesMax: 60 }),
      entityField('site', byName.get('site')?.label ?? 'site', { reference: 'site' }),
      ...['modality', 'brand', 'product', 'model', 'serial', 'udi', 'software_version'].map(shared),
      entityField('installed', t('systems.installed'), { type: 'partial_date' }),
      byName.get('contract') ? shared('contract') : entityField('contract', t('systems.contract')),
      entityField('note', t('entity.note'), { type: 'prose', bytesMax: 16000 }),
    ],
  };
}

export async function render(app, place) {
  const kind = kindOf(app);
  const { id } = place.params;
  if (!id) {
    const list = new EntityList(app, kind, place);
    return { title: t('section.systems'), element: list.element, dispose: () => list.dispose(),
      focusGrid: () => list.grid.element.focus(),
      shown: () => list.grid.element.focus({ preventScroll: true }) };
  }
  const loaded = id === 'new' ? { record: {}, etag: null } : await app.api.entity('systems', id);
  const page = new EntityPage(app, kind, loaded);
  return { title: page.title, element: page.element, dispose: () => page.dispose(),
    shown: () => page.shown() };
}

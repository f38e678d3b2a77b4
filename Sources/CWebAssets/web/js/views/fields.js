/** The operator's own fields: what there is, and the way to each. */
import { readCatalogue } from '../catalogue.js';
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { hasText, language, t } from '../i18n.js';
import { plainChip } from '../widgets/chip.js';
import { groupLabel } from '../widgets/fieldview.js';
import { emptyState } from '../widgets/states.js';

/** Every field as it is defined now: somebody else may have made some, and some the person does not see. */
export async function definitions(app) {
  await app.learnFields();
  const raw = await app.api.allFields();
  return { raw, catalogue: readCatalogue(raw, language()) };
}

export async function render(app) {
  const { catalogue } = await definitions(app);
  return { title: t('section.fields'), element: page(catalogue) };
}

function page(catalogue) {
  const own = catalogue.fields.filter((field) => field.name.startsWith('custom.'));
  return h('div', { class: 'page' },
    h('div', { class: 'page-head' }, h('h1', null, t('section.fields')),
      h('a', { class: 'button primary', href: '/admin/fields/new' }, icon('plus'), t('fields.add'))),
    h('p', { class: 'muted' }, t('fields.text')),
    h('div', { class: 'block' }, own.length === 0
      ? emptyState({ iconName: 'columns', title: t('fields.empty'),
        text: t('fields.empty-text', { n: catalogue.fields.length }) })
      : h('div', { class: 'table-scroll' }, table(catalogue, own))));
}

function table(catalogue, own) {
  return h('table', { class: 'plain-table middle fields-table' },
    h('thead', null, h('tr', null, ['label', 'type', 'group', 'use'].map((name) =>
      h('th', { scope: 'col' }, t(`fields.${name}`))),
    h('th', { scope: 'col' }, h('span', { class: 'unseen' }, t('action.edit'))))),
    h('tbody', null, own.map((field) => row(catalogue, field))));
}

function row(catalogue, field) {
  const group = catalogue.groups.find(({ name }) => name === field.group);
  const name = field.name.slice('custom.'.length);
  const section = group ? groupLabel(group) : field.group;
  return h('tr', null,
    h('td', null, h('b', null, field.label), h('div', { class: 'muted small' }, field.name),
      h('div', { class: 'muted small narrow-only' }, `${typeName(field.rawType)} · ${section}`)),
    h('td', null, typeName(field.rawType)),
    h('td', null, section),
    h('td', null, h('div', { class: 'line wrap' }, uses(field))),
    h('td', { class: 'right' }, h('a', { class: 'button quiet', href: `/admin/fields/${name}`,
      'aria-label': t('fields.edit-of', { name: field.label }) }, icon('edit'), t('action.edit'))));
}

/** The words of a type. */
export const typeName = (type) => hasText(`fieldtype.${type}`) ? t(`fieldtype.${type}`) : type;

function uses(field) {
  if (field.retired) return plainChip(t('fields.retired'), 'tone-slate shape-square');
  const found = [
    field.access !== 'open' && plainChip(t('fields.personal'), 'tone-blue shape-square'),
    field.required && plainChip(t('fields.always')),
    field.requiredWords && plainChip(t('fields.when', { when: field.requiredWords })),
    field.indexed && plainChip(t('fields.indexed')), field.facet && plainChip(t('fields.facet')),
    field.sortable && plainChip(t('fields.sortable')),
  ].filter(Boolean);
  return found.length > 0 ? found : plainChip(t('fields.active'), 'tone-green shape-dot');
}

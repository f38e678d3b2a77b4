/** The operator's own fields: what there is, and the way to each. */
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { hasText, t } from '../i18n.js';
import { plainChip } from '../widgets/chip.js';
import { groupLabel } from '../widgets/fieldview.js';
import { emptyState } from '../widgets/states.js';

export async function render(app) {
  // Somebody else may have made some.
  await app.learnFields();
  return { title: t('section.fields'), element: page(app) };
}

function page(app) {
  const own = app.catalogue.fields.filter((field) => field.name.startsWith('custom.'));
  return h('div', { class: 'page' },
    h('div', { class: 'page-head' }, h('h1', null, t('section.fields')),
      h('a', { class: 'button primary', href: '/admin/fields/new' }, icon('plus'), t('fields.add'))),
    h('p', { class: 'muted' }, t('fields.text')),
    h('div', { class: 'block' }, own.length === 0
      ? emptyState({ iconName: 'columns', title: t('fields.empty'),
        text: t('fields.empty-text', { n: app.catalogue.fields.length }) })
      : h('div', { class: 'table-scroll' }, table(app, own))));
}

function table(app, own) {
  return h('table', { class: 'plain-table middle fields-table' },
    h('thead', null, h('tr', null, ['label', 'type', 'group', 'use'].map((name) =>
      h('th', { scope: 'col' }, t(`fields.${name}`))),
    h('th', { scope: 'col' }, h('span', { class: 'unseen' }, t('action.edit'))))),
    h('tbody', null, own.map((field) => row(app, field))));
}

function row(app, field) {
  const group = app.catalogue.groups.find(({ name }) => name === field.group);
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
  return [
    field.required && plainChip(t('fields.always')),
    field.requiredWords && plainChip(t('fields.when', { when: field.requiredWords })),
    field.indexed && plainChip(t('fields.indexed')), field.facet && plainChip(t('fields.facet')),
    field.sortable && plainChip(t('fields.sortable')),
    !field.required && !field.requiredWords && !field.indexed && !field.facet && !field.sortable
      && plainChip(t('fields.active'), 'tone-green shape-dot'),
  ];
}

/** The filter row: one control a column, by the column's type. */
import { debounce, h, replace, uniqueID } from '../dom.js';
import { icon } from '../icons.js';
import { language, t } from '../i18n.js';
import { civilDate } from '../format.js';
import { valueLabel } from '../catalogue.js';
import { today } from '../dates.js';
import { codeInput } from '../widgets/codeinput.js';
import { dateInput } from '../widgets/dateinput.js';
import { facetList } from '../widgets/facetlist.js';
import { closePanel, openFloating } from '../widgets/menu.js';

/**
 * @param {import('./cells.js').Column} column
 * @param {{filterOf: (name: string) => import('../viewstate.js').Filter|undefined,
 *   setFilter: (name: string, filter: import('../viewstate.js').Filter|null) => void,
 *   countsOf: (name: string) => Promise<{value: string|null, count: number}[]>}} hooks
 */
export function filterControl(column, hooks) {
  const { field } = column;
  if (['date', 'partial_date', 'timestamp'].includes(field.type)) return rangeControl(column, hooks);
  if (field.facet || field.values || field.type === 'choice') return choiceControl(column, hooks);
  if (field.item === 'code') return codeControl(column, hooks);
  if (['text', 'prose'].includes(field.type) || field.item === 'text') {
    return textControl(column, hooks);
  }
  return null;
}

function textControl(column, hooks) {
  const filter = hooks.filterOf(column.name);
  const change = debounce((value) => hooks.setFilter(column.name, value ? { contains: value } : null), 200);
  const input = h('input', { class: 'filter-control', type: 'text', value: filter?.contains ?? '',
    'data-set': String(Boolean(filter)), placeholder: t('filter.contains'), autocomplete: 'off',
    'aria-label': t('filter.of', { column: column.label }), spellcheck: 'false',
    oninput: () => change(input.value.trim()),
    onkeydown: (event) => { if (event.key === 'Enter') change.now(input.value.trim()); } });
  return input;
}

function choiceControl(column, hooks) {
  const filter = hooks.filterOf(column.name);
  const button = openerButton(column, choiceText(column.field, filter), Boolean(filter));
  button.addEventListener('click', () => {
    const list = facetList({ field: column.field, selected: filter?.in ?? [], hasSearch: true,
      onChange: (values) => hooks.setFilter(column.name, { in: values }) });
    const panel = openFloating(button, h('div', { class: 'pop' }, list.element, clearFoot(() => {
      closePanel();
      hooks.setFilter(column.name, null);
    })), { label: t('filter.of', { column: column.label }) });
    if (panel && column.field.facet) {
      hooks.countsOf(column.name).then((counts) => list.show(counts), () => list.show([]));
    }
  });
  return button;
}

/** Codes found by their terms, or a part of a code. */
function codeControl(column, hooks) {
  const filter = hooks.filterOf(column.name);
  const button = openerButton(column, codeFilterText(filter), Boolean(filter));
  button.addEventListener('click', () => {
    const now = { codes: filter?.in ?? [], part: filter?.contains ?? '' };
    const [codesID, partID] = [uniqueID('filter-codes'), uniqueID('filter-part')];
    const codes = codeInput(column.field, codesID, now.codes, (values) => { now.codes = values ?? []; });
    const part = h('input', { id: partID, class: 'input', type: 'text', value: now.part, autocomplete: 'off',
      spellcheck: 'false' });
    openFloating(button, h('form', { class: 'pop stack tight code-filter', onsubmit: (event) => {
      event.preventDefault();
      const text = part.value.trim();
      closePanel();
      hooks.setFilter(column.name, now.codes.length ? { in: now.codes } : text ? { contains: text } : null);
    } }, h('label', { class: 'field-label', for: codesID }, column.label), codes.element,
    h('label', { class: 'field-label', for: partID }, t('filter.contains')), part,
    clearFoot(() => { closePanel(); hooks.setFilter(column.name, null); }, true)),
    { label: t('filter.of', { column: column.label }) });
  });
  return button;
}

function codeFilterText(filter) {
  if (filter?.contains) return filter.contains;
  if (!filter?.in?.length) return t('filter.all');
  return filter.in.length > 1 ? t('filter.some', { n: filter.in.length }) : filter.in[0];
}

function choiceText(field, filter) {
  if (!filter?.in) return t('filter.all');
  if (filter.in.length > 1) return t('filter.some', { n: filter.in.length });
  return filter.in[0] === '' ? t('value.none') : valueLabel(field, filter.in[0]);
}

function rangeControl(column, hooks) {
  const filter = hooks.filterOf(column.name);
  const button = openerButton(column, filter ? rangeText(filter) : t('filter.all'), Boolean(filter));
  button.addEventListener('click', () => {
    const now = { from: filter?.from ?? null, to: filter?.to ?? null };
    const from = dateInput({ label: t('filter.from'), value: now.from, isReduced: false,
      onChange: (value) => { now.from = value; } });
    const to = dateInput({ label: t('filter.to'), value: now.to, isReduced: false,
      onChange: (value) => { now.to = value; } });
    const apply = () => { closePanel(); hooks.setFilter(column.name, clean(now)); };
    openFloating(button, h('form', { class: 'pop stack tight', onsubmit: (event) => {
      event.preventDefault();
      if ([from, to].every((day) => day.check())) apply();
    } }, presets((range) => { Object.assign(now, range); apply(); }), from.element, to.element,
    clearFoot(() => { closePanel(); hooks.setFilter(column.name, null); }, true)),
    { label: t('filter.of', { column: column.label }) });
  });
  return button;
}

const clean = ({ from, to }) => ({ ...(from ? { from } : {}), ...(to ? { to } : {}) });

/** "2 March 2026 to …" in few words. */
export function rangeText({ from, to }) {
  const shown = (value) => civilDate(value, language(), 'short');
  if (from && to) return from === to ? shown(from) : `${shown(from)} – ${shown(to)}`;
  return from ? t('filter.since', { date: shown(from) }) : t('filter.until', { date: shown(to) });
}

function presets(choose) {
  const end = today();
  const back = (days) => {
    const date = new Date(`${end}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() - days);
    return date.toISOString().slice(0, 10);
  };
  const ranges = [
    ['filter.days7', { from: back(6), to: null }], ['filter.days30', { from: back(29), to: null }],
    ['filter.year', { from: `${end.slice(0, 4)}-01-01`, to: null }],
    ['filter.last-year', { from: `${end.slice(0, 4) - 1}-01-01`, to: `${end.slice(0, 4) - 1}-12-31` }],
  ];
  return h('div', { class: 'line wrap' }, ranges.map(([key, range]) =>
    h('button', { class: 'button', type: 'button', onclick: () => choose(range) }, t(key))));
}

function clearFoot(onClear, hasApply = false) {
  return h('div', { class: 'pop-foot' },
    h('button', { class: 'button quiet', type: 'button', onclick: onClear }, t('filter.clear')),
    hasApply ? h('button', { class: 'button primary', type: 'submit' }, t('filter.apply'))
      : h('button', { class: 'button', type: 'button', onclick: closePanel }, t('action.done')));
}

function openerButton(column, text, isSet) {
  return h('button', { class: 'filter-control', type: 'button', 'data-set': String(isSet),
    'aria-haspopup': 'dialog', 'aria-expanded': 'false',
    'aria-label': `${t('filter.of', { column: column.label })} ${text}`, title: isSet ? text : null },
  h('span', null, text), icon('down'));
}

/** The active filters as tokens that can be taken off. */
export function drawTokens(parent, view, catalogue, { onRemove, onClearQuery, onClearAll }) {
  const tokens = Object.entries(view.filters).map(([name, filter]) => {
    const field = catalogue.byName.get(name);
    return token(field?.label ?? name, tokenText(field, filter), () => onRemove(name));
  });
  if (view.q) tokens.unshift(token(t('search.token'), view.q, onClearQuery));
  parent.hidden = tokens.length === 0;
  replace(parent, tokens, tokens.length > 1
    && h('button', { class: 'link', type: 'button', onclick: onClearAll }, t('filter.clear-all')));
}

function tokenText(field, filter) {
  if (filter.contains) return t('filter.token-contains', { text: filter.contains });
  if (filter.from || filter.to) return rangeText(filter);
  if (filter.set) return t(filter.set === 'true' ? 'filter.is-set' : 'value.none');
  return (filter.in ?? []).map((value) => value === '' ? t('value.none')
    : valueLabel(field, value)).join(t('list.or'));
}

function token(label, text, onRemove) {
  return h('span', { class: 'token' }, h('span', null, h('b', null, label), ` ${text}`),
    h('button', { type: 'button', 'aria-label': t('filter.remove', { label }), onclick: onRemove },
      icon('close')));
}

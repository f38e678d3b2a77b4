/** The values of a field with their counts; ticking one filters by it. */
import { h, replace } from '../dom.js';
import { number } from '../format.js';
import { language, t } from '../i18n.js';
import { valueLabel } from '../catalogue.js';

/**
 * @param {{field: import('../catalogue.js').Field, selected: string[],
 *   onChange: (values: string[]) => void, first?: number, hasSearch?: boolean}} options
 */
export function facetList({ field, selected, onChange, first = 8, hasSearch = false }) {
  let chosen = new Set(selected);
  let counts = null;
  let isWhole = hasSearch;
  const list = h('div', { class: `facet-list${hasSearch ? ' scrolls' : ''}`, role: 'group',
    'aria-label': field.label });
  const search = hasSearch ? h('input', { class: 'input facet-search', type: 'search',
    placeholder: t('facet.search'), 'aria-label': t('facet.search'), oninput: () => draw() }) : null;
  const more = h('button', { class: 'link small', type: 'button', hidden: true,
    onclick: () => { isWhole = true; draw(); } });
  const element = h('div', null, search, list, more);

  function draw() {
    const focused = document.activeElement?.closest?.('.facet-line')?.dataset.value;
    const hadFocus = list.contains(document.activeElement);
    drawLines();
    if (!hadFocus) return;
    [...list.children].find((line) => line.dataset.value === focused)?.querySelector('input').focus();
  }

  function drawLines() {
    const all = merged(field, counts, chosen);
    const wanted = fold(search?.value ?? '');
    const found = all.filter((line) => fold(line.label).includes(wanted));
    const shown = isWhole ? found : found.filter((line, at) => at < first || chosen.has(line.value));
    replace(list, shown.map(line));
    if (counts && found.length === 0) replace(list, h('p', { class: 'muted small' }, t('facet.none')));
    more.hidden = shown.length === found.length;
    more.textContent = t('facet.more', { n: found.length - shown.length });
  }

  function line({ value, label, count }) {
    const box = h('input', { type: 'checkbox', checked: chosen.has(value), onchange: () => {
      if (box.checked) chosen.add(value);
      else chosen.delete(value);
      onChange([...chosen]);
    } });
    return h('label', { class: 'facet-line', dataset: { value } }, box, h('span', { class: 'name', title: label }, label),
      h('span', { class: 'count num' }, count === null ? '' : number(count, language())));
  }

  draw();
  return {
    element,
    show(found) { counts = found; draw(); },
    /** Takes a choice that was made elsewhere. */
    select(values) {
      if (values.length === chosen.size && values.every((value) => chosen.has(value))) return;
      chosen = new Set(values);
      draw();
    },
  };
}

/** What is counted, and what is chosen but not counted. */
function merged(field, counts, chosen) {
  const known = new Map();
  for (const { value, count } of counts ?? []) known.set(value ?? '', count);
  const values = counts ? [...known.keys()] : (field.values ?? []).map((choice) => choice.value);
  for (const value of chosen) if (!values.includes(value)) values.push(value);
  return values.map((value) => ({
    value, label: value === '' ? t('value.none') : valueLabel(field, value),
    count: counts ? known.get(value) ?? 0 : null,
  }));
}

const fold = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

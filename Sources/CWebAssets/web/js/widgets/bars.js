/** Counts as bars, each a link into the grid; a list for those who do not see them. */
import { h, svg } from '../dom.js';
import { number } from '../format.js';
import { language, t } from '../i18n.js';
import { valueLabel } from '../catalogue.js';
import { toneOf } from './chip.js';

/**
 * @param {import('../catalogue.js').Field} field @param {{value: string|null, count: number}[]} counts
 * @param {(value: string) => string} href
 */
export function bars(field, counts, href) {
  const most = Math.max(1, ...counts.map(({ count }) => count));
  return h('ul', { class: 'bars' }, counts.map(({ value, count }) => {
    const name = value === null || value === '' ? t('value.none') : valueLabel(field, value);
    const tone = toneOf(field.name, value);
    return h('li', null, h('a', { class: `bar-row${tone ? ` tone-${tone}` : ''}`,
      href: href(value ?? '') },
    h('span', { class: 'name', title: name }, name),
    svg('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('rect', { width: Math.max(0.6, (count / most) * 100), height: 10 })),
    h('span', { class: 'count num' }, number(count, language()))));
  }));
}

/** Counts in the catalogue's own order of values, where it has one. */
export function inOrder(field, counts) {
  if (!field.values) return counts;
  const order = field.values.map((choice) => choice.value);
  const place = (value) => { const at = order.indexOf(value); return at < 0 ? 99 : at; };
  return [...counts].sort((a, b) => place(a.value) - place(b.value));
}

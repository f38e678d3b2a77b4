/** Where a file stands on its way. */
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { valueLabel } from '../catalogue.js';
import { chip } from './chip.js';

const steps = ['received', 'triage', 'assessed', 'investigation', 'action', 'reply', 'review', 'closed'];

/** @param {import('../catalogue.js').Field} field the status field */
export function stepper(field, status) {
  const at = steps.indexOf(status);
  if (at < 0) return h('div', { class: 'line' }, chip(field, 'status', status));
  return h('ol', { class: 'stepper', 'aria-label': field.label }, steps.map((step, index) => {
    const state = index < at ? 'past' : index === at ? 'now' : 'next';
    return h('li', { class: state, 'aria-current': state === 'now' ? 'step' : null },
      h('span', { class: 'step-dot', 'aria-hidden': 'true' },
        index < at || status === 'closed' ? icon('check') : null),
      h('span', null, valueLabel(field, step)),
      state === 'past' && h('span', { class: 'unseen' }, t('step.past')));
  }));
}

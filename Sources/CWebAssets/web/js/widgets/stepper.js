/** Where a file stands on its way, and which steps it took. */
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { valueLabel } from '../catalogue.js';
import { stepsOf } from '../steps.js';
import { isFirst } from './nextstep.js';

/** Where only the dots are shown, they are too small to be pressed. */
const isNarrow = () => matchMedia('(max-width: 600px)').matches;

/**
 * A step where the file may go now is a button.
 * @param {import('../catalogue.js').Field} field the status field
 * @param {{states: Set<string>, isWhole: boolean}|null} known what the history says; null: not yet
 * @param {{targets: any[], move: (to: string) => void}|null} [way] what the server allows
 */
export function stepper(field, status, known, way = null) {
  const mayGo = (name) => !isNarrow() && way?.targets.some((target) => target.to === name && target.allowed
    && (target.move === 'forward' || target.move === 'back'));
  return h('ol', { class: 'stepper', 'aria-label': field.label }, stepsOf(status, known).map(({ name, state }) =>
    h('li', { class: state, 'aria-current': state === 'now' ? 'step' : null },
      h('span', { class: 'step-dot', 'aria-hidden': 'true' }, state === 'past' && icon('check')),
      mayGo(name) ? h('button', { class: 'step-label step-go', type: 'button',
        title: t('next.go', { status: valueLabel(field, name) }), onclick: (event) => isFirst(event) && way.move(name) },
      valueLabel(field, name)) : h('span', { class: 'step-label' }, valueLabel(field, name)),
      (state === 'past' || state === 'skipped') && h('span', { class: 'unseen' }, t(`step.${state}`)))));
}

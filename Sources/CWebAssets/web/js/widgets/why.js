/** Why a field is asked for: the law behind it, a press away, by pointer or by F1 in the field. */
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { openFloating } from './menu.js';

/**
 * @param {import('../catalogue.js').Field} field @param {HTMLElement} input the field's control
 * @param {string} id of the control: the sentences that a screen reader adds to it are named after it
 */
export function whyButton(field, input, id) {
  const law = field.citation && t('form.why', { law: field.citation });
  const when = field.requiredWords && t('form.needed-when', { when: field.requiredWords });
  const text = law || when;
  const button = h('button', { class: 'why', type: 'button', tabIndex: -1, title: text,
    'aria-label': text, 'aria-haspopup': 'dialog',
    'aria-expanded': 'false', onclick: () => open() }, icon('question'));
  const open = () => openFloating(button, h('div', { class: 'pop stack tight' },
    h('h3', null, field.label), field.help && h('p', null, field.help), when && h('p', null, when),
    law && h('p', { class: 'muted' }, law),
    field.form && h('p', { class: 'muted' }, t('form.feeds', { form: field.form }))),
  { label: field.label, onClose: () => input.focus({ preventScroll: true }) });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'F1') return;
    event.preventDefault();
    open();
  });
  return [button, law && h('span', { class: 'unseen', id: `${id}-law` }, law),
    when && h('span', { class: 'unseen', id: `${id}-when` }, when)];
}

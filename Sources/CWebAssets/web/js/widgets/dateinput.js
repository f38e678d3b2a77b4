/** A date typed in the reader's format, read back in words so that nobody can mistake it. */
import { h, uniqueID } from '../dom.js';
import { icon } from '../icons.js';
import { language, t } from '../i18n.js';
import { civilDate } from '../format.js';
import { figureOrder, parseDate, today } from '../dates.js';
import { fieldError } from './fielderror.js';

/**
 * @param {{label?: string, id?: string, name?: string, value: string|null, isReduced?: boolean,
 *   onChange?: (value: string|null, isBad: boolean) => void, describedBy?: string}} options
 *   With a label it has a place of its own for what is wrong; without, that is for who asks for it.
 */
export function dateInput({ label, id = uniqueID('date'), name, value, isReduced = false, onChange = () => {}, describedBy }) {
  const order = figureOrder(language(), navigator.languages);
  const echo = h('span', { class: 'date-echo', 'aria-live': 'polite' });
  const input = h('input', { id, name, class: 'input', type: 'text', inputMode: 'text', autocomplete: 'off',
    placeholder: t(order === 'mdy' ? 'date.mdy' : 'date.dmy'), spellcheck: 'false',
    value: value ? civilDate(value, language()) : '', 'aria-describedby': describedBy });
  const error = fieldError(input, describedBy);
  let current = value;
  const read = () => parseDate(input.value, { order, today: today(), reduced: isReduced });
  const isBad = () => input.value.trim() !== '' && read() === null;
  const typed = () => {
    const meant = read();
    current = meant;
    echo.textContent = meant && input.value !== civilDate(meant, language())
      ? `= ${civilDate(meant, language())}` : '';
    if (label) error.set(null);
    onChange(input.value.trim() === '' ? null : meant ?? input.value, isBad());
  };
  const commit = () => {
    if (current && !isBad()) input.value = civilDate(current, language());
    echo.textContent = '';
  };
  input.addEventListener('input', typed);
  input.addEventListener('change', commit);
  // The browser's own calendar hangs from this one; nobody sees or types its figures.
  const picker = h('input', { class: 'date-native', type: 'date', tabIndex: -1, 'aria-hidden': 'true',
    onchange: (event) => {
      event.stopPropagation();
      if (!picker.value) return;
      input.value = civilDate(picker.value, language());
      for (const told of ['input', 'change']) input.dispatchEvent(new Event(told, { bubbles: true }));
    }, oninput: (event) => event.stopPropagation() });
  const button = h('button', { class: 'date-button', type: 'button', 'aria-label': t('date.pick'),
    onclick: () => {
      picker.value = /^\d{4}-\d{2}-\d{2}$/.test(current ?? '') ? current : today();
      picker.showPicker?.();
    } }, icon('calendar'));
  const wrap = h('div', { class: 'input-wrap date-wrap' }, input, echo, picker, button);
  const element = label ? h('div', { class: 'field' },
    h('label', { for: id, class: 'field-label' }, label), wrap, error.element) : wrap;
  /** Says what is wrong and takes the focus; null says that nothing is. */
  const refuse = (text) => {
    error.set(text);
    if (text) input.focus();
  };
  /** Whether it can be used as it is: empty, or a date. If not, it says so and takes the focus. */
  const check = () => {
    const isFit = !isBad();
    refuse(isFit ? null : t('refusal.invalid_date'));
    if (isFit) commit();
    return isFit;
  };
  /** Takes a date from elsewhere. */
  const setValue = (next) => {
    current = next;
    input.value = next ? civilDate(next, language()) : '';
    echo.textContent = '';
    if (label) error.set(null);
  };
  return { element, input, isBad, check, refuse, setValue, read: () => input.value.trim() === '' ? null : current };
}

/** A date typed in the reader's format, read back in words so that nobody can mistake it. */
import { h, uniqueID } from '../dom.js';
import { icon } from '../icons.js';
import { language, t } from '../i18n.js';
import { civilDate } from '../format.js';
import { figureOrder, parseDate, today } from '../dates.js';

/**
 * @param {{label?: string, id?: string, value: string|null, isReduced: boolean,
 *   onChange: (value: string|null, isBad: boolean) => void, describedBy?: string}} options
 */
export function dateInput({ label, id = uniqueID('date'), value, isReduced, onChange, describedBy }) {
  const order = figureOrder(language(), navigator.languages);
  const echo = h('span', { class: 'date-echo', 'aria-live': 'polite' });
  const input = h('input', { id, class: 'input', type: 'text', inputMode: 'text', autocomplete: 'off',
    placeholder: t(order === 'mdy' ? 'date.mdy' : 'date.dmy'), spellcheck: 'false',
    value: value ? civilDate(value, language()) : '', 'aria-describedby': describedBy });
  let current = value;
  const read = () => parseDate(input.value, { order, today: today(), reduced: isReduced });
  const typed = () => {
    const meant = read();
    current = meant;
    echo.textContent = meant && input.value !== civilDate(meant, language())
      ? `= ${civilDate(meant, language())}` : '';
    onChange(input.value.trim() === '' ? null : meant ?? input.value, isBad());
  };
  const isBad = () => input.value.trim() !== '' && read() === null;
  const commit = () => {
    if (current && !isBad()) input.value = civilDate(current, language());
    echo.textContent = '';
  };
  input.addEventListener('input', typed);
  input.addEventListener('change', commit);
  const picker = h('input', { class: 'date-native', type: 'date', tabIndex: -1, 'aria-hidden': 'true',
    onchange: () => {
      if (!picker.value) return;
      current = picker.value;
      input.value = civilDate(current, language());
      onChange(current, false);
    } });
  const button = h('button', { class: 'date-button', type: 'button', 'aria-label': t('date.pick'),
    onclick: () => {
      picker.value = /^\d{4}-\d{2}-\d{2}$/.test(current ?? '') ? current : today();
      picker.showPicker?.();
    } }, icon('calendar'));
  const wrap = h('div', { class: 'input-wrap date-wrap' }, input, echo, picker, button);
  const element = label ? h('div', { class: 'field' },
    h('label', { for: id, class: 'field-label' }, label), wrap) : wrap;
  /** Takes a date from elsewhere. */
  const setValue = (next) => {
    current = next;
    input.value = next ? civilDate(next, language()) : '';
    echo.textContent = '';
  };
  return { element, input, commit, isBad, setValue, read: () => input.value.trim() === '' ? null : current };
}

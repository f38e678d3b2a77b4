/**
 * A short form: labels above, errors beside the field and in a summary, one button. A type "day" is a date as
 * the reader writes it; its value is ISO 8601, or "". A type "code" has several lines of a formal language. What
 * `says` makes of a value stands below it, as one types.
 * @typedef {{name: string, label: string, type?: string, required?: boolean, help?: string,
 *   value?: any, options?: {value: string, label: string}[], autocomplete?: string,
 *   autofocus?: boolean, says?: (value: string) => string}} Entry
 */
import { h, replace, uniqueID } from '../dom.js';
import { t } from '../i18n.js';
import { fieldOfPointer } from '../validate.js';
import { dateInput } from './dateinput.js';
import { fieldError } from './fielderror.js';
import { notice, problemText } from './states.js';

/**
 * @param {{entries: Entry[], action: string, onSubmit: (values: Object) => Promise<any>,
 *   extra?: Node, onInput?: (values) => void,
 *   check?: (values: Object) => Object<string, string>|Promise<Object<string, string>>}} o
 */
export function simpleForm({ entries, action, onSubmit, extra, check, onInput }) {
  const controls = new Map(entries.map((entry) => [entry.name, control(entry)]));
  const summary = h('div', { 'aria-live': 'assertive' });
  const button = h('button', { class: 'button primary', type: 'submit' }, action);
  const values = () => Object.fromEntries([...controls].map(([name, c]) => [name, c.read()]));
  const show = (errors, general) => {
    for (const [name, c] of controls) c.setError(errors[name] ?? null);
    replace(summary, general && notice('bad', general));
    const first = entries.find((entry) => errors[entry.name]);
    if (first) controls.get(first.name).input.focus();
  };
  const form = h('form', { class: 'stack', novalidate: true,
    oninput: (event) => {
      // What is being mended is no longer called wrong; sending it says again.
      for (const c of controls.values()) {
        if (c.input !== event.target) continue;
        c.setError(null);
        c.say?.();
      }
      onInput?.(values());
    }, onsubmit: async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      const now = values();
      button.disabled = true;
      try {
        const errors = { ...missing(entries, now), ...await check?.(now), ...badDays(controls) };
        show(errors, null);
        if (Object.keys(errors).length === 0) await onSubmit(now);
      } catch (problem) {
        const found = byName(problem, controls);
        // What stands beside its field needs no second telling above.
        const isAllTold = problem.errors?.length > 0 && Object.keys(found).length === problem.errors.length;
        show(found, isAllTold ? null : problemText(problem));
      } finally {
        button.disabled = false;
      }
    } }, summary, [...controls.values()].map((c) => c.element), extra, button);
  /**
   * What a dialog keeps of the form: everything but passwords.
   * @param {{prefs: any, name: string, read?: () => Object, fill?: (values: Object) => void}} o `read` and `fill` of
   *   what stands in the dialog besides
   * @returns {import('./dialogdraft.js').Kept}
   */
  const kept = ({ prefs, name: about, read, fill }) => {
    const open = entries.filter(({ type }) => type !== 'password').map(({ name }) => [name, controls.get(name)]);
    return { prefs, name: about,
      read: () => ({ ...Object.fromEntries(open.map(([name, c]) => [name, c.typed()])), ...read?.() }),
      fill: (given) => {
        for (const [name, c] of open) {
          c.write(given[name]);
          c.say?.();
        }
        fill?.(given);
        onInput?.(values());
      } };
  };
  return { element: form, values, show, button, controls, kept };
}

function missing(entries, values) {
  const errors = {};
  for (const entry of entries) {
    if (entry.required && !values[entry.name]) errors[entry.name] = t('refusal.required');
  }
  return errors;
}

/** What was typed and is no date. */
function badDays(controls) {
  return Object.fromEntries([...controls].filter(([, control]) => control.isBad?.())
    .map(([name]) => [name, t('refusal.invalid_date')]));
}

function byName(problem, controls) {
  const errors = {};
  for (const error of problem.errors ?? []) {
    const name = fieldOfPointer(error.pointer);
    if (controls.has(name)) errors[name] = error.detail || t(`refusal.${error.code}`);
  }
  return errors;
}

function control(entry) {
  const id = uniqueID('f');
  const day = entry.type === 'day' ? dateInput({ id, name: entry.name, value: entry.value || null,
    describedBy: entry.help ? `${id}-help` : undefined }) : null;
  const input = day ? day.input : entry.type === 'select'
    ? h('select', { id, name: entry.name, class: 'input' }, entry.options.map((option) =>
      h('option', { value: option.value, selected: option.value === entry.value }, option.label)))
    : entry.type === 'code' ? h('textarea', { id, name: entry.name, class: 'input mono', rows: 6,
      required: entry.required, spellcheck: 'false', autocapitalize: 'off', value: entry.value ?? '',
      'aria-describedby': entry.help ? `${id}-help` : null })
    : h('input', { id, name: entry.name, class: entry.type === 'checkbox' ? '' : 'input',
      type: entry.type ?? 'text', autocomplete: entry.autocomplete ?? 'off',
      required: entry.required, spellcheck: 'false', value: entry.value ?? '',
      checked: entry.type === 'checkbox' && entry.value === true,
      'data-autofocus': entry.autofocus, 'aria-describedby': entry.help ? `${id}-help` : null });
  if (entry.type === 'checkbox') return checkbox(entry, id, input);
  if (day && entry.autofocus) input.setAttribute('data-autofocus', '');
  const error = fieldError(input, entry.help && `${id}-help`);
  const said = entry.says && h('p', { class: 'field-help', role: 'status' }, entry.says(input.value));
  const reveal = entry.type === 'password' ? revealButton(input) : null;
  const element = h('div', { class: 'field' },
    h('label', { for: id, class: 'field-label' }, entry.label,
      !entry.required && h('span', { class: 'optional' }, t('form.optional'))),
    day ? day.element : h('div', { class: 'input-wrap' }, input, reveal),
    entry.help && h('p', { class: 'field-help', id: `${id}-help` }, entry.help), said, error.element);
  return { element, input, read: day ? () => day.read() ?? '' : () => input.value, isBad: day?.isBad,
    typed: () => day && !day.isBad() ? day.read() ?? '' : input.value, write: day ? writeDay(day) : write(input),
    setError: error.set, say: said && (() => { said.textContent = entry.says(input.value); }) };
}

const write = (input) => (value) => { input.value = value; };

/** A date goes back as the reader writes it, whatever else was typed as it was. */
const writeDay = (day) => (value) => {
  day.setValue(isDay(value) || !value ? value : null);
  if (isDay(value) || !value) return;
  day.input.value = value;
  day.input.dispatchEvent(new Event('input'));
};

const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text);

function checkbox(entry, id, input) {
  return {
    input, read: () => input.checked, typed: () => input.checked, write: (value) => { input.checked = value; },
    setError: () => {},
    element: h('div', { class: 'field' }, h('label', { class: 'check-line', for: id }, input,
      h('span', null, entry.label)), entry.help && h('p', { class: 'field-help' }, entry.help)),
  };
}

function revealButton(input) {
  const button = h('button', { class: 'reveal', type: 'button', 'aria-pressed': 'false',
    onclick: () => {
      const isShown = input.type === 'text';
      input.type = isShown ? 'password' : 'text';
      button.textContent = t(isShown ? 'password.show' : 'password.hide');
      button.setAttribute('aria-pressed', String(!isShown));
    } }, t('password.show'));
  return button;
}

/** One field of a form: its label, the right control for its type, its help, its error. */
import { debounce, h, replace, uniqueID } from '../dom.js';
import { icon } from '../icons.js';
import { hasText, t } from '../i18n.js';
import { isSame } from '../patch.js';
import { refusalOf } from '../validate.js';
import { dateInput } from './dateinput.js';
import { hasTeams, teamChoices } from '../teams.js';
import { listInput } from './listinput.js';
import { suggestInput } from './suggest.js';
import { tooLong } from './textbox.js';
import { whyButton } from './why.js';

/**
 * @param {import('../catalogue.js').Field} field @param {any} value
 * @param {{onChange: (value: any) => void, suggest?: (text: string) => Promise<any[]>,
 *   onPick?: (item: any) => void}} hooks
 */
export function fieldInput(field, value, hooks) {
  const id = uniqueID(`field-${field.name.replaceAll('.', '-')}`);
  const error = h('p', { class: 'field-error', id: `${id}-error`, hidden: true });
  const state = { value: value ?? null, isTouched: false, isNeeded: field.required };
  /** What the server, or a check of the whole form, said of a value: true as long as that one stands there. */
  let refused = null;
  const check = () => {
    const own = refusalOf(field, state.value);
    if (!own && refused && isSame(refused.value, state.value)) show(refused.code, refused.detail);
    else show(own);
  };
  // Later, so that a click on another control finds it where it was.
  const look = debounce(check, 120);
  const changed = (next) => {
    state.value = next;
    if (state.isTouched) check();
    hooks.onChange(next);
  };
  const made = control(field, id, state.value, changed, hooks);
  const { input } = made;
  input.setAttribute('data-field', field.name);
  const mark = h('span', { class: 'required' }, t('form.required'));
  const name = made.isGroup ? h('span', { class: 'field-label' }, field.label)
    : h('label', { class: 'field-label', for: id }, field.label);
  const setNeeded = (isNeeded) => {
    // What is not asked for any more is not missing.
    if (state.isNeeded && !isNeeded && refused && isSame(state.value, null)) showRefusal(null);
    state.isNeeded = isNeeded;
    // A mark that is only hidden would still be part of the label's text.
    if (isNeeded) name.append(mark);
    else mark.remove();
    if (made.isGroup) return;
    if (isNeeded) input.setAttribute('aria-required', 'true');
    else input.removeAttribute('aria-required');
  };
  setNeeded(field.required);
  const described = [field.help && `${id}-help`, field.citation && `${id}-law`,
    field.requiredWords && `${id}-when`].filter(Boolean).join(' ');
  describe(input, described);
  input.addEventListener('blur', () => {
    state.isTouched = true;
    look();
  });

  /** Null takes away what was said before, of the server too. */
  function showRefusal(code, detail) {
    look.cancel();
    refused = code ? { value: state.value, code, detail } : null;
    show(code, detail);
  }

  function show(code, detail) {
    const text = code && (detail || refusalText(code, field, state.value));
    error.hidden = !text;
    replace(error, text && [icon('warn'), h('span', null, text)]);
    if (text) {
      if (!made.isGroup) input.setAttribute('aria-invalid', 'true');
      describe(input, `${error.id} ${described}`.trim());
    } else {
      input.removeAttribute('aria-invalid');
      describe(input, described);
    }
  }

  return {
    field, id, input, showRefusal, setNeeded,
    element: h('div', { class: `field${isWide(field) ? ' wide' : ''}` },
      h('div', { class: 'field-head' }, name,
        (field.citation || field.requiredWords) && whyButton(field, input, id)),
      made.element ?? input, h('div', { class: 'field-foot' },
        field.help && h('p', { class: 'field-help', id: `${id}-help` }, field.help), error)),
    get value() { return state.value; },
    set(next) {
      state.value = next ?? null;
      made.set(next ?? null);
      showRefusal(null);
    },
  };
}

const isWide = (field) => field.type === 'prose' || field.name === 'summary'
  || (field.type === 'list' && Boolean(field.values));

/** A field that was entered at intake and is locked since: its value, and why. */
export function lockedField(field, view) {
  return h('div', { class: `field locked${isWide(field) ? ' wide' : ''}` },
    h('div', { class: 'field-head' }, h('span', { class: 'field-label' }, field.label,
      h('span', { class: 'required' }, t('form.locked')))),
    h('div', { class: 'locked-value' }, view),
    h('div', { class: 'field-foot' }, h('p', { class: 'field-help' }, icon('lock'), ' ',
      t('form.locked-why'))));
}

/** What a refusal's code means for a field, and for the value that was refused. */
export function refusalText(code, field, value) {
  if (code === 'too_long') {
    const texts = [value ?? ''].flat().map(String);
    return texts.map((text) => field?.bytesMax && tooLong(text, field.bytesMax)).find(Boolean) ?? t('reason.too_long');
  }
  const key = `refusal.${code}`;
  return hasText(key) ? t(key, { max: field?.bytesMax ?? field?.max ?? '', min: field?.min ?? '' }) : code;
}

function describe(input, ids) {
  if (ids) input.setAttribute('aria-describedby', ids);
  else input.removeAttribute('aria-describedby');
}

function control(field, id, value, changed, hooks) {
  if (hooks.suggest) return suggestInput({ ...hooks, id, value, onChange: changed });
  switch (field.type) {
    case 'list': return listInput(field, id, value, changed);
    case 'choice': return select(id, field.values, value, changed);
    case 'boolean': return select(id, [{ value: 'true', label: t('value.yes') },
      { value: 'false', label: t('value.no') }], value === null ? null : String(value),
    (next) => changed(next === null ? null : next === 'true'));
    case 'date':
    case 'partial_date': return date(field, id, value, changed);
    case 'prose': return prose(id, value, changed, field.name === 'description' ? 5 : 2);
    case 'number': return text(id, value, (next) => changed(toNumber(next)), { inputmode: 'decimal' });
    default:
      if (field.reference === 'team' && hasTeams()) {
        return select(id, teamChoices(value).map((name) => ({ value: name, label: name })), value, changed);
      }
      return text(id, value, changed, field.reference === 'country'
      ? { maxlength: 2, class: 'input short', autocapitalize: 'characters' } : {},
    field.reference === 'country');
  }
}

/** A number where it is one; else the text, which validation refuses. */
function toNumber(value) {
  if (value === null) return null;
  const number = Number(value.replace(',', '.').replace(/[\s\u202f\u00a0]/g, ''));
  return Number.isFinite(number) ? number : value;
}

function text(id, value, changed, props = {}, isUpper = false) {
  const input = h('input', { id, class: 'input', type: 'text', value: value ?? '', autocomplete: 'off',
    oninput: () => changed((isUpper ? input.value.toUpperCase() : input.value).trim() || null),
    ...props });
  return { input, set: (next) => { input.value = next ?? ''; } };
}

function prose(id, value, changed, rows) {
  const input = h('textarea', { id, class: 'input prose-input', rows, value: value ?? '' });
  const fit = () => {
    input.style.setProperty('height', 'auto');
    input.style.setProperty('height', `${Math.min(input.scrollHeight + 2, 480)}px`);
  };
  const fitLater = debounce(fit, 30);
  input.addEventListener('input', () => { changed(input.value || null); fitLater(); });
  requestAnimationFrame(() => { if (input.value) fit(); });
  return { input, set: (next) => { input.value = next ?? ''; fit(); } };
}

function select(id, choices, value, changed) {
  const input = h('select', { id, class: 'input', onchange: () => changed(input.value || null) },
    h('option', { value: '' }, t('value.choose')),
    choices.map((choice) => h('option', { value: choice.value, selected: choice.value === value },
      choice.label)));
  return { input, set: (next) => { input.value = next ?? ''; } };
}

function date(field, id, value, changed) {
  const made = dateInput({ id, value, isReduced: field.type === 'partial_date', onChange: changed });
  return { input: made.input, element: made.element, set: made.setValue };
}

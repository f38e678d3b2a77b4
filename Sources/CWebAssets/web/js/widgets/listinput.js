/** Several values in one field: ticks for a closed list, chips and a line to add to for any other. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { codeInput } from './codeinput.js';

/** @param {import('../catalogue.js').Field} field */
export function listInput(field, id, value, changed) {
  if (field.item === 'code') return codeInput(field, id, value, changed);
  return field.values ? ticks(field, id, value, changed) : chips(field, id, value, changed);
}

function ticks(field, id, value, changed) {
  let chosen = new Set(value ?? []);
  const boxes = field.values.map((choice) => h('input', { type: 'checkbox', value: choice.value,
    checked: chosen.has(choice.value), onchange: (event) => {
      if (event.target.checked) chosen.add(choice.value);
      else chosen.delete(choice.value);
      changed(chosen.size ? [...chosen] : null);
    } }));
  const group = h('div', { id, class: 'ticks', role: 'group', tabIndex: -1, 'aria-label': field.label },
    boxes.map((box, at) => h('label', { class: 'tick' }, box, h('span', null, field.values[at].label))));
  return { input: group, isGroup: true, set: (next) => {
    chosen = new Set(next ?? []);
    for (const box of boxes) box.checked = chosen.has(box.value);
  } };
}

function chips(field, id, value, changed) {
  let values = [...value ?? []];
  const list = h('ul', { class: 'chip-list', 'aria-label': field.label });
  const said = h('span', { class: 'unseen', role: 'status' });
  const input = h('input', { id, class: 'input', type: 'text', autocomplete: 'off', spellcheck: 'false',
    placeholder: field.example ? t('list.example', { example: field.example }) : t('list.add') });
  const draw = () => {
    list.hidden = values.length === 0;
    replace(list, values.map((text) => h('li', { class: 'value-chip' }, h('span', null, text),
      h('button', { type: 'button', 'aria-label': t('list.remove', { value: text }),
        onclick: () => { take(values.filter((other) => other !== text)); input.focus(); } },
      icon('close')))));
  };
  const take = (next) => {
    values = next;
    draw();
    changed(values.length ? values : null);
  };
  const add = () => {
    const parts = input.value.split(field.item === 'text' ? /[;|\n]/ : /[;,|\s]/)
      .map((part) => field.item === 'text' ? part.trim() : part.trim().toUpperCase()).filter(Boolean);
    input.value = '';
    const fresh = [...new Set(parts)].filter((part) => !values.includes(part));
    if (fresh.length === 0) return;
    take([...values, ...fresh]);
    said.textContent = t('list.added', { value: fresh.join(', ') });
  };
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && input.value.trim()) {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && input.value === '' && values.length) {
      take(values.slice(0, -1));
    }
  });
  input.addEventListener('input', () => { if (/[;|]$/.test(input.value)) add(); });
  input.addEventListener('blur', add);
  draw();
  return { input, element: h('div', { class: 'chip-field' }, input, list, said),
    set: (next) => { values = [...next ?? []]; draw(); } };
}

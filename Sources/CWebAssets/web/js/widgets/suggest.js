/** A text field that offers what it may mean; any text may be kept. A combobox by the ARIA pattern. */
import { debounce, h, replace } from '../dom.js';

/**
 * @param {{id: string, value: any, onChange: (value: string|null) => void,
 *   suggest: (text: string) => Promise<{value: string, text: string, hint?: string}[]>,
 *   onPick?: (item: any, isTyped?: boolean) => void, nameOf?: (value: string) => string, least?: number,
 *   none?: (text: string) => string}} options
 *   nameOf: what a code means, shown beside it; least: how many letters it takes to look, 0 to offer
 *   everything at once; none: what to say where nothing is found, for a field that takes nothing else
 */
export function suggestInput({ id, value, onChange: tell, suggest, onPick, nameOf, least = 2, none }) {
  const list = h('ul', { class: 'menu suggest', id: `${id}-list`, role: 'listbox', hidden: true,
    'aria-labelledby': id });
  const input = h('input', { id, class: 'input', type: 'text', value: value ?? '', role: 'combobox',
    autocomplete: 'off', spellcheck: 'false', 'aria-expanded': 'false', 'aria-autocomplete': 'list',
    'aria-controls': `${id}-list` });
  const meaning = nameOf && h('span', { class: 'date-echo', id: `${id}-meaning` });
  const explain = () => { if (meaning) meaning.textContent = input.value ? nameOf(input.value.trim()) : ''; };
  const onChange = (next) => {
    explain();
    tell(next);
  };
  explain();
  const missed = none && h('p', { class: 'field-help', role: 'status' });
  const tellMissed = (text) => { if (missed) missed.textContent = text; };
  let items = [];
  let at = -1;
  let picked = value ?? '';
  const hide = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const draw = () => {
    replace(list, items.map((item, index) => h('li', { class: 'menu-item', role: 'option',
      id: `${id}-${index}`, 'aria-selected': String(index === at),
      onpointerdown: (event) => { event.preventDefault(); pick(item); } },
    h('span', null, item.text), item.hint && h('span', { class: 'hint' }, item.hint))));
    list.hidden = items.length === 0;
    input.setAttribute('aria-expanded', String(items.length > 0));
    if (at >= 0) input.setAttribute('aria-activedescendant', `${id}-${at}`);
  };
  const pick = (item) => {
    picked = input.value = item.value;
    onChange(item.value);
    hide();
    onPick?.(item);
  };
  /** Who typed the whole of it meant it, chosen from the list or not. */
  const settle = async () => {
    const text = input.value.trim();
    if (text.length < 2 || picked === text) return;
    const found = await suggest(text).catch(() => []);
    const exact = found.find((item) => [item.value, item.text].some((known) => isAlike(known, text)));
    if (!exact || input.value.trim() !== text) return;
    picked = input.value = exact.value;
    onChange(exact.value);
    onPick?.(exact, true);
  };
  const look = debounce(async () => {
    const text = input.value.trim();
    const found = text.length < least ? [] : await suggest(text).catch(() => []);
    if (input.value.trim() !== text || document.activeElement !== input) return;
    items = found;
    at = -1;
    draw();
    tellMissed(text.length >= least && text && found.length === 0 ? none?.(text) : '');
  }, 150);
  input.addEventListener('input', () => { tellMissed(''); onChange(input.value.trim() || null); look(); });
  if (least === 0) input.addEventListener('click', () => look.now());
  input.addEventListener('blur', () => { look.cancel(); hide(); settle(); });
  input.addEventListener('keydown', (event) => {
    if (list.hidden) {
      if (least === 0 && event.key === 'ArrowDown') look.now();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      at = (at + step + items.length) % items.length;
      draw();
    } else if (event.key === 'Enter' && at >= 0) {
      event.preventDefault();
      pick(items[at]);
    } else if (event.key === 'Escape') {
      // The list closes, not the dialog it stands in.
      event.preventDefault();
      event.stopPropagation();
      hide();
    }
  });
  return {
    input, element: h('div', { class: 'suggest-wrap' }, input, meaning, list, missed),
    set: (next) => { picked = input.value = next ?? ''; explain(); tellMissed(''); hide(); },
  };
}

const isAlike = (a, b) => String(a ?? '').toLowerCase() === b.toLowerCase();

/** Menus and small panels that float by a button; Escape or a click elsewhere closes them. */
import { h } from '../dom.js';
import { icon } from '../icons.js';

let openPanel = null;

/** Closes what floats. */
export function closePanel() { openPanel?.close(); }

/**
 * Opens `content` by `anchor`. @returns {{close: () => void, element: HTMLElement}}
 * @param {HTMLElement} anchor
 */
export function openFloating(anchor, content, { role = 'dialog', label, onClose } = {}) {
  const wasMine = openPanel?.anchor === anchor;
  closePanel();
  if (wasMine) return null;
  const element = h('div', { class: 'menu', role, 'aria-label': label, tabIndex: -1 }, content);
  const outside = (event) => {
    if (!element.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const close = () => {
    if (openPanel?.element !== element) return;
    openPanel = null;
    const hadFocus = element.contains(document.activeElement);
    element.remove();
    anchor.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside, true);
    removeEventListener('popstate', close);
    if (hadFocus && anchor.isConnected) anchor.focus();
    onClose?.();
  };
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  });
  element.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !element.contains(event.relatedTarget)
      && !anchor.contains(event.relatedTarget)) close();
  });
  document.addEventListener('pointerdown', outside, true);
  addEventListener('popstate', close);
  // A menu belongs to the landmark of its button; a dialog stands by itself.
  const home = role === 'menu' ? anchor.closest('header, nav, main') : null;
  (home ?? document.body).append(element);
  anchor.setAttribute('aria-expanded', 'true');
  openPanel = { element, anchor, close };
  place(element, anchor);
  (element.querySelector('[data-autofocus], button, input, a') ?? element).focus();
  return openPanel;
}

function place(element, anchor) {
  const by = anchor.getBoundingClientRect();
  const own = element.getBoundingClientRect();
  const left = Math.max(8, Math.min(by.left, innerWidth - own.width - 8));
  const below = by.bottom + 4;
  const top = below + own.height > innerHeight - 8 ? Math.max(8, by.top - own.height - 4) : below;
  element.style.setProperty('left', `${left}px`);
  element.style.setProperty('top', `${top}px`);
}

/**
 * A button that opens a menu.
 * @param {{label: any, className?: string, title?: string, items: () => MenuEntry[]}} options
 * @typedef {{text?: string, icon?: string, hint?: string, checked?: boolean, href?: string,
 *   download?: string, onChoose?: () => void, head?: string, line?: boolean, keeps?: boolean}} MenuEntry
 */
export function menuButton({ label, className = 'button', title, items }) {
  const button = h('button', { class: className, type: 'button', 'aria-haspopup': 'menu',
    'aria-expanded': 'false', 'aria-label': title, title }, label);
  button.addEventListener('click', () => openMenu(button, items, title));
  return button;
}

/** Opens a list of choices by `anchor`. */
export function openMenu(anchor, items, label) {
  const list = h('div', { role: 'presentation' });
  const fill = () => list.replaceChildren(...items().map((entry) => menuEntry(entry, fill)));
  fill();
  const panel = openFloating(anchor, list, { role: 'menu', label });
  panel?.element.addEventListener('keydown', (event) => moveInMenu(event, panel.element));
}

function menuEntry(entry, refill) {
  if (entry.line) return h('div', { class: 'menu-line', role: 'separator' });
  if (entry.head) return h('div', { class: 'menu-head', role: 'presentation' }, entry.head);
  const isCheck = entry.checked !== undefined;
  const choose = () => {
    if (entry.keeps) {
      entry.onChoose();
      refill();
    } else {
      closePanel();
      entry.onChoose?.();
    }
  };
  return h(entry.href ? 'a' : 'button', {
    class: 'menu-item', role: isCheck ? 'menuitemcheckbox' : 'menuitem', href: entry.href,
    type: entry.href ? null : 'button', download: entry.download,
    'aria-checked': isCheck ? String(entry.checked) : null, onclick: choose,
  }, isCheck && h('span', { class: 'check' }, icon('check')), entry.icon && icon(entry.icon),
  h('span', null, entry.text), entry.hint && h('span', { class: 'hint' }, entry.hint));
}

function moveInMenu(event, menu) {
  const items = [...menu.querySelectorAll('.menu-item')];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined || items.length === 0) return;
  event.preventDefault();
  items[(to + items.length) % items.length].focus();
}

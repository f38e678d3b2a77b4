/** Ctrl+K: go anywhere, or to a complaint by its number. */
import { debounce, h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { fold } from '../fold.js';
import { searchText, unfinished } from '../searchtext.js';
import { pagesOf, setTheme } from '../frame.js';
import { holdOpen } from './dialog.js';

/** @param {import('../../app.js').App} app */
export function openPalette(app) {
  const input = h('input', { type: 'text', placeholder: t('palette.placeholder'), role: 'combobox',
    'aria-label': t('palette.label'), 'aria-expanded': 'true', 'aria-controls': 'palette-list',
    autocomplete: 'off', spellcheck: 'false' });
  const list = h('ul', { id: 'palette-list', role: 'listbox', 'aria-label': t('palette.label') });
  const nothing = h('p', { class: 'palette-nothing', role: 'status', hidden: true }, t('palette.nothing'));
  const dialog = h('dialog', { class: 'palette', 'aria-label': t('palette.label') }, input, list, nothing);
  let entries = [];
  let at = 0;
  const close = () => { letGo(); dialog.close(); dialog.remove(); };
  const choose = (entry) => { close(); entry?.run(); };
  const draw = () => {
    replace(list, entries.map((entry, index) => h('li', {
      class: 'menu-item', role: 'option', id: `palette-${index}`, 'aria-selected': String(index === at),
      onclick: () => choose(entry),
    }, icon(entry.icon), h('span', { class: 'grow' }, entry.text),
    entry.hint && h('span', { class: 'hint' }, entry.hint))));
    input.setAttribute('aria-activedescendant', entries.length ? `palette-${at}` : '');
    document.getElementById(`palette-${at}`)?.scrollIntoView({ block: 'nearest' });
  };
  const show = (found, isAll = true) => {
    entries = found;
    at = 0;
    nothing.hidden = !isAll || entries.length > 0;
    draw();
  };
  const look = debounce(async (text) => {
    const found = await find(app, searchText(text)).catch(() => ({ items: [] }));
    if (input.value.trim() !== text) return;
    show([...matches(app, text), ...found.items.map((item) => complaintEntry(app, item))]);
  }, 120);
  input.addEventListener('input', () => {
    const text = input.value.trim();
    const isWord = searchText(text).length > 1;
    show(matches(app, text), !isWord);
    if (isWord) look(text);
  });
  dialog.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && entries.length) {
      event.preventDefault();
      at = (at + step + entries.length) % entries.length;
      draw();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(entries[at]);
    }
  });
  dialog.addEventListener('cancel', (event) => { event.preventDefault(); close(); });
  dialog.addEventListener('pointerdown', (event) => { if (event.target === dialog) close(); });
  document.body.append(dialog);
  show(matches(app, ''));
  const letGo = holdOpen(dialog, close);
  dialog.showModal();
  input.focus();
}

/** Complaints with these words, or with words that begin so. */
async function find(app, q) {
  const ask = (words) => app.api.complaints(new URLSearchParams({ q: words, limit: '6', total: 'none',
    fields: 'id,number,summary' }));
  const found = await ask(q);
  return found.items.length === 0 && unfinished(q) ? ask(unfinished(q)) : found;
}

function complaintEntry(app, item) {
  return { icon: 'complaints', text: item.summary || item.number, hint: item.number,
    run: () => app.router.go(`/complaints/${item.number}`) };
}

function matches(app, text) {
  const jump = /^(?:[a-z]{1,3}-)?\d{4}-\d+$/i.test(text) ? [{
    icon: 'right', text: t('palette.jump', { number: text.toUpperCase() }),
    run: () => app.router.go(`/complaints/${/^\d/.test(text) ? `C-${text}` : text.toUpperCase()}`),
  }] : [];
  const plain = fold(text);
  return [...jump, ...commands(app).filter((entry) => fold(entry.text).includes(plain))];
}

function commands(app) {
  const go = (key, iconName, href) => ({ icon: iconName, text: t(key), run: () => app.router.go(href) });
  return [
    app.may('intake') && go('action.new-complaint', 'plus', '/complaints/new'),
    ...pagesOf(app).map(({ name, iconName, href }) => go(`section.${name}`, iconName, href)),
    app.may('work') && go('bulk.list', 'history', '/bulk'),
    { icon: 'moon', text: t('palette.dark'), run: () => setTheme(app, 'dark') },
    { icon: 'sun', text: t('palette.light'), run: () => setTheme(app, 'light') },
  ].filter(Boolean);
}

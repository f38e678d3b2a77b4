/**
 * Codes of an annex of the IMDRF: chips, and a combobox (ARIA APG, list autocomplete with manual
 * selection) that finds terms by code, name and definition. Where the annex was never imported, codes
 * are typed as they are.
 */
import { debounce, h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { t, tn } from '../i18n.js';
import { isImported, learnTerms, searchTerms, termOf } from '../terms.js';

/** @param {import('../catalogue.js').Field} field @param {string[]|null} value */
export function codeInput(field, id, value, changed) {
  const made = new CodeInput(field, id, [...value ?? []], changed);
  return { input: made.input, element: made.element, set: (next) => made.set([...next ?? []]) };
}

class CodeInput {
  constructor(field, id, values, changed) {
    Object.assign(this, { field, id, values, changed, items: [], at: -1 });
    this.chips = h('ul', { class: 'chip-list', 'aria-label': field.label });
    this.said = h('span', { class: 'unseen', role: 'status' });
    this.input = h('input', { id, class: 'input', type: 'text', autocomplete: 'off', spellcheck: 'false',
      role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': `${id}-list`,
      placeholder: t('list.example', { example: field.example }),
      oninput: () => this.typed(), onkeydown: (event) => this.key(event),
      onblur: () => { this.look.cancel(); this.hide(); this.addTyped(); } });
    this.list = h('ul', { class: 'menu suggest terms', id: `${id}-list`, role: 'listbox', hidden: true,
      'aria-label': field.label });
    this.look = debounce(() => this.find(), 120);
    this.element = h('div', { class: 'chip-field' },
      h('div', { class: 'suggest-wrap' }, this.input, this.list), this.chips, this.said);
    this.draw();
    this.prepare();
  }

  async prepare() {
    this.canSearch = await isImported(this.field.annex);
    if (!this.canSearch) return;
    this.input.placeholder = t('codes.search');
    await learnTerms(this.field.annex, this.values);
    this.draw();
  }

  set(values) {
    this.values = values;
    this.draw();
    if (this.canSearch) learnTerms(this.field.annex, values).then(() => this.draw());
  }

  take(values) {
    this.values = values;
    this.draw();
    this.changed(values.length ? values : null);
  }

  draw() {
    this.chips.hidden = this.values.length === 0;
    replace(this.chips, this.values.map((code) => {
      const term = termOf(code);
      return h('li', { class: 'value-chip', title: term?.definition || null },
        h('span', null, h('b', { class: 'num' }, code), term?.term && ` ${term.term}`,
          term && term.standing !== 'current' && h('span', { class: 'muted' }, ` (${t('codes.retired')})`)),
        h('button', { type: 'button', 'aria-label': t('list.remove', { value: code }),
          onclick: () => { this.take(this.values.filter((other) => other !== code)); this.input.focus(); } },
        icon('close')));
    }));
  }

  // Typing

  typed() {
    if (this.canSearch) this.look();
    else if (/[;|]$/.test(this.input.value)) this.addTyped();
  }

  /** What was typed is taken as codes when it looks like codes; other words only searched. */
  addTyped() {
    const parts = this.input.value.split(/[;,|\s]/).map((part) => part.trim().toUpperCase()).filter(Boolean);
    const isCode = (part) => !this.canSearch || new RegExp(`^${this.field.annex}\\d+$`).test(part);
    if (parts.length === 0 || !parts.every(isCode)) return false;
    this.input.value = '';
    this.add(parts);
    return true;
  }

  add(codes) {
    const fresh = [...new Set(codes)].filter((code) => !this.values.includes(code));
    if (fresh.length === 0) return;
    this.take([...this.values, ...fresh]);
    this.said.textContent = t('list.added', { value: fresh.join(', ') });
    if (this.canSearch) learnTerms(this.field.annex, fresh).then(() => this.draw());
  }

  async find() {
    const text = this.input.value.trim();
    const found = await searchTerms(this.field.annex, text).catch(() => []);
    if (this.input.value.trim() !== text || document.activeElement !== this.input) return;
    this.items = found;
    this.at = -1;
    this.show();
    this.said.textContent = tn('codes.found', found.length);
  }

  // The list

  show() {
    this.list.hidden = this.items.length === 0;
    this.input.setAttribute('aria-expanded', String(this.items.length > 0));
    replace(this.list, this.items.map((term, at) => this.option(term, at)));
    this.mark();
  }

  option(term, at) {
    const isRetired = term.standing !== 'current';
    return h('li', { class: 'menu-item term', role: 'option', id: `${this.id}-${at}`,
      'aria-selected': 'false', 'aria-disabled': isRetired ? 'true' : null,
      onpointerdown: (event) => { event.preventDefault(); this.pick(term); } },
    h('span', { class: 'term-name' }, h('b', { class: 'num' }, term.code), ' ', term.term,
      isRetired && h('span', { class: 'muted' }, ` (${t('codes.retired')})`),
      this.values.includes(term.code) && [' ', icon('check')]),
    term.path.length > 0 && h('span', { class: 'term-path' }, term.path.map((step) => step.term).join(' › ')),
    term.definition && h('span', { class: 'term-words', lang: 'en' }, term.definition));
  }

  /** Says which option the keyboard is on; its definition is shown whole. */
  mark() {
    [...this.list.children].forEach((option, at) => {
      option.setAttribute('aria-selected', String(at === this.at));
      if (at === this.at) option.scrollIntoView?.({ block: 'nearest' });
    });
    if (this.at >= 0) this.input.setAttribute('aria-activedescendant', `${this.id}-${this.at}`);
    else this.input.removeAttribute('aria-activedescendant');
  }

  hide() {
    this.list.hidden = true;
    this.at = -1;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }

  pick(term) {
    if (term.standing !== 'current') {
      this.said.textContent = t('codes.is-retired', { code: term.code });
      return;
    }
    this.input.value = '';
    this.hide();
    this.add([term.code]);
  }

  key(event) {
    const isOpen = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.canSearch) {
      event.preventDefault();
      if (!isOpen) this.find();
      else this.move(step);
    } else if (event.key === 'Enter' && isOpen && this.at >= 0) {
      event.preventDefault();
      this.pick(this.items[this.at]);
    } else if (event.key === 'Enter' && this.input.value.trim()) {
      event.preventDefault();
      if (this.addTyped()) this.hide();
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.hide();
    } else if (event.key === 'Backspace' && this.input.value === '' && this.values.length) {
      this.take(this.values.slice(0, -1));
    }
  }

  move(step) {
    const { length } = this.items;
    this.at = this.at < 0 && step < 0 ? length - 1 : (this.at + step + length) % length;
    this.mark();
  }
}

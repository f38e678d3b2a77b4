/** Writes fields of the selected complaints: fields and values, what would happen, then the work itself. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { fold } from '../fold.js';
import { language, t, tn } from '../i18n.js';
import { number } from '../format.js';
import { isWritable } from '../catalogue.js';
import { isSame, mergePatch } from '../patch.js';
import { fieldOfPointer, refusalOf } from '../validate.js';
import { chosenBody } from '../viewstate.js';
import { openDialog } from '../widgets/dialog.js';
import { BulkWork, faultTable, faultText, isOver } from '../widgets/bulkwork.js';
import { fieldInput } from '../widgets/fieldinput.js';
import { groupLabel, valueView } from '../widgets/fieldview.js';
import { suggestInput } from '../widgets/suggest.js';
import { notice, problemText } from '../widgets/states.js';
import { textBox } from '../widgets/textbox.js';
import { referenceSuggestions } from './references.js';

/** Another dialog brings files to a step or merges them. */
const elsewhere = ['status', 'duplicate_of'];

/**
 * @param {any} app @param {{selection: any, view: any, total: number}} chosen
 * @returns {Promise<boolean>} whether anything was begun
 */
export function editMany(app, { selection, view, total }) {
  return new BulkEdit(app, selection, view, total).open();
}

class BulkEdit {
  constructor(app, selection, view, total) {
    Object.assign(this, { app, selection, view, total });
    this.count = selection.count(total);
    /** What is to be written, by field name. @type {Map<string, {input: any, isEmptied: boolean, element: Element}>} */
    this.lines = new Map();
    this.fields = app.catalogue.fields.filter((field) => isWritable(field) && !elsewhere.includes(field.name));
    this.suggestions = referenceSuggestions(app, () => ({ fill() {} }));
    this.list = h('div', { class: 'bulk-lines stack' });
    this.reason = textBox({ id: 'bulk-edit-reason', rows: 2,
      // With another reason it is another request.
      oninput: () => { this.key = null; } });
    this.said = h('p', { class: 'bulk-said', role: 'status' });
    this.preview = h('div', { class: 'move-preview' });
    this.button = h('button', { class: 'button primary', type: 'button', onclick: () => this.act() });
    this.hasBegun = false;
  }

  /** What is kept of it, whatever is selected then. */
  get kept() {
    const lines = () => [...this.lines].map(([name, { input, isEmptied }]) => [name, input.value, isEmptied]);
    return { prefs: this.app.prefs, name: 'bulk.edit',
      read: () => ({ lines: lines(), reason: this.reason.input.value }),
      fill: (kept) => {
        for (const { element } of this.lines.values()) element.remove();
        this.lines.clear();
        for (const line of kept.lines) this.addKept(...line);
        this.reason.input.value = kept.reason;
        this.forget();
      } };
  }

  open() {
    this.finder = suggestInput({ id: 'bulk-edit-field', value: null, least: 0, onChange: () => {},
      suggest: async (text) => this.find(text), onPick: ({ field }) => this.add(field),
      none: (text) => this.missed(text) });
    this.finder.input.setAttribute('data-autofocus', '');
    this.finder.input.setAttribute('placeholder', t('bulk.find'));
    this.form = h('form', { class: 'stack', onsubmit: (event) => event.preventDefault() },
      h('div', { class: 'field' }, h('label', { for: 'bulk-edit-field', class: 'field-label' },
        t('bulk.add')), this.finder.element), this.list,
      h('div', { class: 'field' }, h('label', { for: 'bulk-edit-reason', class: 'field-label' },
        t('reason.label'), h('span', { class: 'optional' }, t('form.optional'))), this.reason.input, this.reason.error));
    this.body = h('div', { class: 'stack' }, this.form, this.said, this.preview);
    this.foot = h('button', { class: 'button', type: 'button', onclick: () => this.dialog.leave() },
      t('action.close'));
    this.dialog = openDialog({ isWide: true, keep: this.kept, body: this.body, foot: [this.foot, this.button],
      title: tn('bulk.title', this.count, { n: number(this.count, language()) }) });
    return this.dialog.closed.then(() => {
      this.work?.dispose();
      return this.hasBegun;
    });
  }

  /** Fields whose name has the text in it, as far as they are not chosen yet. */
  find(text) {
    const groups = new Map(this.app.catalogue.groups.map((group) => [group.name, groupLabel(group)]));
    return this.fields
      .filter((field) => !this.lines.has(field.name) && fold(field.label).includes(fold(text)))
      .map((field) => ({ value: field.label, text: field.label, hint: groups.get(field.group), field }));
  }

  /** Why no field is offered. */
  missed(text) {
    const chosen = this.fields.filter((field) => this.lines.has(field.name) && fold(field.label).includes(fold(text)));
    return chosen.length > 0 ? t('bulk.find-chosen', { fields: chosen.map((field) => field.label).join(', ') })
      : t('bulk.find-none', { text });
  }

  add(field) {
    this.finder.set('');
    if (this.lines.has(field.name)) return;
    const line = { isEmptied: false };
    const { suggest, nameOf } = this.suggestions[field.name] ?? {};
    line.input = fieldInput(field, null, { onChange: () => this.forget(), ...suggest && { suggest, nameOf } });
    line.empty = !field.required && h('input', { type: 'checkbox', onchange: () => {
      line.isEmptied = line.empty.checked;
      line.input.element.inert = line.isEmptied;
      if (line.isEmptied) line.input.set(null);
      this.forget();
    } });
    line.element = h('div', { class: 'bulk-line' }, line.input.element, h('div', { class: 'line' },
      line.empty && h('label', { class: 'check-line grow' }, line.empty, h('span', null, t('bulk.empty'))),
      h('button', { class: 'button quiet icon-only', type: 'button',
        'aria-label': t('bulk.remove', { field: field.label }), onclick: () => this.remove(field) },
      icon('close'))));
    this.lines.set(field.name, line);
    this.list.append(line.element);
    this.forget();
    line.input.input.focus();
  }

  /** A line of before, as far as there is still such a field. */
  addKept(name, value, isEmptied) {
    const field = this.fields.find((known) => known.name === name);
    if (!field) return;
    this.add(field);
    const { input, empty } = this.lines.get(name);
    input.set(value);
    if (isEmptied && empty) empty.click();
  }

  remove(field) {
    this.lines.get(field.name)?.element.remove();
    this.lines.delete(field.name);
    this.forget();
    this.finder.input.focus();
  }

  /** What was looked at no longer holds. */
  forget() {
    this.asked?.abort();
    this.asked = null;
    this.found = null;
    this.key = null;
    this.said.textContent = '';
    replace(this.preview);
    this.drawButton();
  }

  drawButton() {
    const { found } = this;
    const isReady = found && (found.changed > 0 || !found.is_whole);
    const n = number(found?.is_whole ? found.changed : this.count, language());
    this.button.textContent = isReady ? tn('bulk.do', found.is_whole ? found.changed : this.count, { n })
      : t('bulk.preview');
    this.button.disabled = this.lines.size === 0 || Boolean(this.asked) || Boolean(found && !isReady);
  }

  act() {
    return this.found ? this.start() : this.look();
  }

  /** Whether each field has a value, or is to be emptied. */
  check() {
    let first = null;
    for (const { input, isEmptied } of this.lines.values()) {
      const code = isEmptied ? null : isSame(input.value, null) ? 'required' : refusalOf(input.field, input.value);
      input.showRefusal(code, code === 'required' ? t('bulk.value-needed') : undefined);
      first ??= code && input.input;
    }
    first?.focus();
    return !first;
  }

  change() {
    const values = [...this.lines].map(([name, { input, isEmptied }]) => [name, isEmptied ? null : input.value]);
    const patch = mergePatch({}, Object.fromEntries(values.filter(([, value]) => value !== null)));
    for (const [name] of values.filter(([, value]) => value === null)) {
      if (name.startsWith('custom.')) (patch.custom ??= {})[name.slice(7)] = null;
      else patch[name] = null;
    }
    return patch;
  }

  chosen() { return chosenBody(this.selection, this.view, this.app.catalogue.byName); }

  async look() {
    if (!this.check() || !this.reason.check()) return;
    const asked = this.asked = new AbortController();
    this.drawButton();
    this.said.textContent = t('bulk.looking');
    try {
      const found = await this.app.api.previewEdit({ ...this.chosen(), change: this.change() }, asked.signal);
      if (this.asked !== asked) return;
      this.asked = null;
      this.found = found;
      this.show(found);
    } catch (problem) {
      if (this.asked !== asked) return;
      this.asked = null;
      this.showProblem(problem);
    }
    this.drawButton();
  }

  /** What is wrong with a value stands beside it; anything else, below. */
  showProblem(problem) {
    const others = (problem.errors ?? []).filter(({ pointer, code, detail }) => {
      const line = this.lines.get(fieldOfPointer(pointer.replace(/^\/change/, '')));
      line?.input.showRefusal(code, detail);
      return !line;
    });
    this.said.textContent = '';
    replace(this.preview, notice('bad', problemText(problem), others.map(({ detail }) => h('div', null, detail))));
  }

  show(found) {
    const { catalogue } = this.app;
    const counted = (name) => found[name] > 0
      && h('p', null, tn(`bulk.${name}`, found[name], { n: number(found[name], language()) }));
    this.said.textContent = tn('bulk.changed', found.changed, { n: number(found.changed, language()) });
    replace(this.preview,
      !found.is_whole && notice('warn', t('bulk.partly', { looked: number(found.total, language()),
        total: number(this.count, language()) })),
      found.examples.length > 0 && this.examples(found),
      counted('unchanged'), counted('refused'),
      found.refused > 0 && h('ul', { class: 'bulk-reasons' }, found.reasons.map((reason) =>
        h('li', null, h('b', { class: 'num' }, number(reason.count, language())), ' ',
          faultText(reason, catalogue)))),
      found.refused > 0 && faultTable(found.refusals, catalogue, found.refused));
  }

  examples({ examples }) {
    const { byName } = this.app.catalogue;
    return h('div', { class: 'move-refused bulk-examples', tabIndex: 0, role: 'region', 'aria-label': t('bulk.examples') },
      h('table', { class: 'plain-table' }, h('thead', null, h('tr', null,
        ['complaint', 'field', 'before', 'after'].map((name) => h('th', { scope: 'col' }, t(`bulk.${name}`))))),
      h('tbody', null, examples.map((example) => example.changes.map((change, at) => {
        const field = byName.get(change.field) ?? { name: change.field, label: change.field, type: 'text' };
        return h('tr', null, at === 0 && h('th', { scope: 'row', class: 'num',
          rowspan: example.changes.length }, h('a', { href: `/complaints/${example.number}`,
          target: '_blank' }, example.number)), h('td', null, field.label),
        h('td', null, 'before' in change ? valueView(field, change.before)
          : h('span', { class: 'muted' }, t('bulk.hidden'))),
        h('td', null, valueView(field, change.after)));
      })))));
  }

  async start() {
    if (!this.reason.check()) return;
    this.button.disabled = true;
    const reason = this.reason.text;
    // Those that were looked at, as they were then; of more than that, what the filter finds.
    const chosen = this.found.is_whole ? { rows: this.found.rows } : this.chosen();
    // A second press after a broken connection begins nothing anew.
    this.key ??= crypto.randomUUID();
    try {
      const work = await this.app.api.bulkEdit({ ...chosen, change: this.change(),
        ...reason && { change_reason: reason } }, this.key);
      this.hasBegun = true;
      this.dialog.sent();
      this.app.kept.delete('complaints');
      this.follow(work);
    } catch (problem) {
      if (!problem.isOffline) this.key = null;
      this.showProblem(problem);
      this.button.disabled = false;
    }
  }

  follow(work) {
    const said = h('span');
    const say = (now) => { said.textContent = t(isOver(now) ? 'bulk.stands' : 'bulk.goes-on'); };
    this.work = new BulkWork({ app: this.app, work, onChange: say });
    say(work);
    this.button.remove();
    replace(this.body, this.work.element, h('p', { class: 'muted bulk-goes-on' }, said, ' ',
      h('a', { href: '/bulk', onclick: () => this.dialog.close() }, t('bulk.list'))));
    this.work.element.focus();
  }
}

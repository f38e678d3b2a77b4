/**
 * A form over the catalogue: sections, validation as one goes, a summary of errors that leads to
 * the fields, the values that changed.
 */
import { h, replace } from '../dom.js';
import { t, tn } from '../i18n.js';
import { isSame, valueOf } from '../patch.js';
import { isLocked } from '../catalogue.js';
import { isNeeded, missedBy } from '../condition.js';
import { fieldOfPointer, refusalsOf } from '../validate.js';
import { fieldInput, lockedField, refusalText } from './fieldinput.js';
import { groupLabel, valueView } from './fieldview.js';
import { notice } from './states.js';

export class RecordForm {
  /**
   * @param {{groups: {name: string, label: string, fields: any[]}[], record: Object,
   *   onChange: (values: Object) => void, suggest?: Object<string, Object>,
   *   folded?: string[], isNew?: boolean}} options `suggest`: hooks for a field's suggestions, by name;
   *   `isNew`: the record is only what the form begins with
   */
  constructor(options) {
    this.options = options;
    this.record = options.record;
    this.inputs = new Map();
    /** What says how much of a section is there, by section. */
    this.counts = new Map();
    this.summary = h('div', { class: 'form-summary', tabIndex: -1 });
    this.element = h('div', { class: 'record-form' }, this.summary,
      options.groups.map((group) => this.section(group)));
    this.drawNeeds();
  }

  get fields() { return [...this.inputs.values()].map((input) => input.field); }

  section(group) {
    const elements = group.fields.map((field) => this.isLocked(field)
      ? lockedField(field, valueView(field, valueOf(this.record, field.name)))
      : this.input(field).element);
    const grid = h('div', { class: 'field-grid' }, elements);
    if (this.options.groups.length === 1) {
      return h('section', { class: 'form-section', id: `section-${group.name}` },
        h('h2', null, groupLabel(group)), grid);
    }
    const count = h('span', { class: 'muted small' });
    this.counts.set(group.name, count);
    return h('details', { class: 'form-section', id: `section-${group.name}`,
      open: !this.options.folded?.includes(group.name) },
    h('summary', null, h('h2', null, groupLabel(group)), count), grid);
  }

  isLocked(field) { return !this.options.isNew && isLocked(field, this.record); }

  input(field) {
    const input = fieldInput(field, valueOf(this.record, field.name), {
      onChange: () => {
        this.drawNeeds();
        this.options.onChange(this.values());
      },
      ...this.options.suggest?.[field.name],
    });
    this.inputs.set(field.name, input);
    return input;
  }

  /** Marks what has to be filled in now, as values come and go; a file's status decides too. */
  drawNeeds() {
    const values = this.values();
    const value = (name) => name in values ? values[name] : valueOf(this.record, name) ?? null;
    const status = this.options.isNew ? null : value('status');
    const needed = new Set();
    for (const [name, input] of this.inputs) {
      const isAsked = isNeeded(input.field, status, value);
      input.setNeeded(isAsked);
      if (isAsked && isSame(input.value, null)) needed.add(name);
    }
    for (const group of this.options.groups) this.drawCount(group, value, needed);
  }

  drawCount(group, value, needed) {
    const filled = group.fields.filter((field) => !isSame(value(field.name), null)).length;
    const missing = group.fields.filter((field) => needed.has(field.name)).length;
    const count = this.counts.get(group.name);
    if (!count) return;
    replace(count, t('form.filled', { filled, of: group.fields.length }),
      missing > 0 && h('b', { class: 'needs' }, ` · ${tn('form.needed', missing)}`));
  }

  /** Values by field name. */
  values() {
    return Object.fromEntries([...this.inputs].map(([name, input]) => [name, input.value]));
  }

  /** The labels of fields that differ from the record. */
  changes() {
    return [...this.inputs.values()]
      .filter((input) => !isSame(valueOf(this.record, input.field.name), input.value))
      .map((input) => input.field.label);
  }

  /** Fills fields from elsewhere, e.g. a draft or a system found by its serial number. */
  fill(values, onlyEmpty = false) {
    for (const [name, value] of Object.entries(values)) {
      const input = this.inputs.get(name);
      if (input && (!onlyEmpty || !isFilled(input))) input.set(value);
    }
    this.drawNeeds();
    this.options.onChange(this.values());
  }

  /** Checks everything. @returns {boolean} whether it may be sent */
  check() {
    const values = this.values();
    const refusals = refusalsOf(this.fields, values);
    for (const name of missedBy(this.fields, this.options.isNew ? null : this.record, values)) {
      refusals[name] ??= 'required';
    }
    this.show(Object.entries(refusals).map(([name, code]) => ({ name, code })));
    return Object.keys(refusals).length === 0;
  }

  /** Shows what the server refused. @param {import('../api.js').Problem} problem */
  showProblem(problem) {
    this.show(problem.errors.map((error) => ({
      name: fieldOfPointer(error.pointer), code: error.code, detail: error.detail,
    })));
  }

  /** @param {{name: string, code: string, detail?: string}[]} refusals */
  show(refusals) {
    for (const input of this.inputs.values()) input.showRefusal(null);
    const known = refusals.filter(({ name }) => this.inputs.has(name));
    for (const { name, code, detail } of known) {
      this.inputs.get(name).showRefusal(code, detail);
      // What is wrong is in sight.
      this.inputs.get(name).element.closest('details')?.setAttribute('open', '');
    }
    if (refusals.length === 0) {
      replace(this.summary);
      return;
    }
    this.say([h('b', null, tn('form.errors', refusals.length)),
      h('ul', null, refusals.map((refusal) => this.summaryLine(refusal)))]);
  }

  /** Shows why nothing was saved, where no field is at fault. @param {string} text */
  showFault(text) {
    this.show([]);
    this.say(text);
  }

  /** Says it above all fields, in sight. */
  say(words) {
    replace(this.summary, notice('bad', words));
    this.summary.focus();
    this.summary.scrollIntoView({ block: 'center' });
  }

  summaryLine({ name, code, detail }) {
    const input = this.inputs.get(name);
    if (!input) return h('li', null, detail || refusalText(code));
    return h('li', null, h('a', { href: `#${input.id}`, onclick: (event) => {
      event.preventDefault();
      input.input.closest('details')?.setAttribute('open', '');
      input.input.focus();
    } }, `${input.field.label}${t('list.colon')}${detail || refusalText(code, input.field, input.value)}`));
  }
}

/** Whether somebody wrote in a field, or is about to. */
const isFilled = (input) => !isSame(input.value, null) || input.input === document.activeElement;

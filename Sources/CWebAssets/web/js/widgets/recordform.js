/**
 * A form over the catalogue: sections, validation as one goes, a summary of errors that leads to
 * the fields, the values that changed.
 */
import { h, replace } from '../dom.js';
import { t, tn } from '../i18n.js';
import { isSame, valueOf } from '../patch.js';
import { fieldOfPointer, refusalsOf } from '../validate.js';
import { fieldInput, refusalText } from './fieldinput.js';
import { groupLabel } from './fieldview.js';
import { notice } from './states.js';

export class RecordForm {
  /**
   * @param {{groups: {name: string, label: string, fields: any[]}[], record: Object,
   *   onChange: (values: Object) => void, suggest?: Object<string, Object>,
   *   folded?: string[]}} options `suggest`: hooks for a field's suggestions, by name
   */
  constructor(options) {
    this.options = options;
    this.record = options.record;
    this.inputs = new Map();
    this.summary = h('div', { class: 'form-summary', tabIndex: -1 });
    this.element = h('div', { class: 'record-form' }, this.summary,
      options.groups.map((group) => this.section(group)));
  }

  get fields() { return [...this.inputs.values()].map((input) => input.field); }

  section(group) {
    const inputs = group.fields.map((field) => {
      const input = fieldInput(field, valueOf(this.record, field.name), {
        onChange: () => this.options.onChange(this.values()),
        ...this.options.suggest?.[field.name],
      });
      this.inputs.set(field.name, input);
      return input;
    });
    const grid = h('div', { class: 'field-grid' }, inputs.map((input) => input.element));
    if (!this.options.folded?.includes(group.name)) {
      return h('section', { class: 'form-section', id: `section-${group.name}` },
        h('h2', null, groupLabel(group)), grid);
    }
    return h('details', { class: 'form-section', id: `section-${group.name}` },
      h('summary', null, h('h2', null, groupLabel(group)),
        h('span', { class: 'muted small' }, tn('form.fields', inputs.length))), grid);
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
    this.options.onChange(this.values());
  }

  /** Checks everything. @returns {boolean} whether it may be sent */
  check() {
    const refusals = refusalsOf(this.fields, this.values());
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
    for (const { name, code, detail } of known) this.inputs.get(name).showRefusal(code, detail);
    if (refusals.length === 0) {
      replace(this.summary);
      return;
    }
    replace(this.summary, notice('bad', h('b', null, tn('form.errors', refusals.length)),
      h('ul', null, refusals.map((refusal) => this.summaryLine(refusal)))));
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
    } }, `${input.field.label}${t('list.colon')}${detail || refusalText(code, input.field)}`));
  }
}

/** Whether somebody wrote in a field, or is about to. */
const isFilled = (input) => !isSame(input.value, null) || input.input === document.activeElement;

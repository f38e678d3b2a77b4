/** Which column becomes which field: suggested with a confidence, changed by hand, saved for later. */
import { h, replace, svg } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { percent } from '../format.js';
import { groupLabel } from '../widgets/fieldview.js';
import { isWritable } from '../catalogue.js';
import { notice, problemText } from '../widgets/states.js';

const dateFormats = ['iso', 'dmy', 'mdy', 'compact', 'named', 'serial', 'year'];

export class MappingTable {
  /** @param {import('../../app.js').App} app @param {any} item an import in preview */
  constructor(app, item) {
    this.app = app;
    this.item = item;
    this.columns = item.columns ?? [];
    const known = item.mapping?.columns ?? {};
    this.chosen = new Map(this.columns.map((column) => [column.name, {
      field: known[column.name] ? known[column.name].field : column.field ?? null,
      date_format: known[column.name]?.date_format ?? column.date_format ?? null,
    }]));
    this.source = h('input', { class: 'input', id: 'import-source', value: item.source ?? '',
      autocomplete: 'off' });
    this.name = h('input', { class: 'input', id: 'mapping-name', autocomplete: 'off',
      placeholder: t('mapping.name') });
    this.said = h('div', { 'aria-live': 'polite' });
    this.summary = h('p', { class: 'muted', role: 'status' });
    this.element = h('div', { class: 'stack' }, this.said,
      h('div', { class: 'field-grid' },
        h('div', { class: 'field' }, h('label', { class: 'field-label', for: 'import-source' },
          t('import.source')), this.source, h('p', { class: 'field-help' }, t('import.source-help'))),
        h('div', { class: 'field' }, h('label', { class: 'field-label', for: 'mapping-name' },
          t('mapping.save-as'), h('span', { class: 'optional' }, t('form.optional'))),
        h('div', { class: 'line' }, this.name, h('button', { class: 'button', type: 'button',
          onclick: () => this.save() }, t('mapping.save'))))),
      this.summary, this.table());
    this.drawSummary();
  }

  table() {
    return h('div', { class: 'table-scroll' }, h('table', { class: 'plain-table middle mapping-table' },
      h('thead', null, h('tr', null, ['column', 'samples', 'field', 'date-format', 'confidence'].map(
        (name) => h('th', { scope: 'col' }, t(`mapping.${name}`))))),
      h('tbody', null, this.columns.map((column) => this.row(column)))));
  }

  row(column) {
    const choice = this.chosen.get(column.name);
    const format = h('td');
    const select = h('select', { class: 'input', 'aria-label': t('mapping.field-of', {
      column: column.name }), onchange: () => {
      choice.field = select.value || null;
      this.drawFormat(format, column, choice);
      this.drawSummary();
    } }, h('option', { value: '' }, t('mapping.none')), this.options(choice.field));
    this.drawFormat(format, column, choice);
    return h('tr', null, h('td', null, h('b', null, column.name)),
      h('td', null, h('div', { class: 'sample' }, (column.samples ?? []).filter(Boolean).join(' · '))),
      h('td', null, select), format, h('td', null, confidence(column)));
  }

  options(chosen) {
    return this.app.catalogue.groups.map((group) => {
      const fields = group.fields.filter((field) => isWritable(field)
        || ['source_id', 'number'].includes(field.name));
      return fields.length > 0 && h('optgroup', { label: groupLabel(group) }, fields.map((field) =>
        h('option', { value: field.name, selected: field.name === chosen }, field.label)));
    });
  }

  drawFormat(cell, column, choice) {
    const field = this.app.catalogue.byName.get(choice.field);
    if (!field || !['date', 'partial_date', 'timestamp'].includes(field.type)) {
      choice.date_format = null;
      replace(cell);
      return;
    }
    choice.date_format ??= column.date_format ?? 'iso';
    const formats = dateFormats.includes(choice.date_format) ? dateFormats
      : [choice.date_format, ...dateFormats];
    const select = h('select', { class: 'input', 'aria-label': t('mapping.format-of', {
      column: column.name }), onchange: () => { choice.date_format = select.value; } },
    formats.map((name) => h('option', { value: name, selected: name === choice.date_format },
      dateFormats.includes(name) ? t(`mapping.${name}`) : name)));
    replace(cell, select);
  }

  drawSummary() {
    const used = [...this.chosen.values()].filter((choice) => choice.field).length;
    this.summary.textContent = tn('mapping.summary', used, { all: this.columns.length });
  }

  /** What to start with; null when two columns want one field. */
  read() {
    const fields = [...this.chosen.values()].map((choice) => choice.field).filter(Boolean);
    const twice = fields.find((name, index) => fields.indexOf(name) !== index);
    if (twice) {
      replace(this.said, notice('bad', t('mapping.twice', {
        field: this.app.catalogue.byName.get(twice)?.label ?? twice })));
      return null;
    }
    const source = this.source.value.trim() || this.item.source;
    const columns = Object.fromEntries([...this.chosen].map(([name, choice]) =>
      [name, this.columnOf(name, choice)]));
    return { source, mapping: { ...this.item.mapping, name: this.name.value.trim() || null, source,
      columns } };
  }

  /** What else the suggestion says of a column (its values, its label) holds while its field does. */
  columnOf(name, { field, date_format: format }) {
    const suggested = this.item.mapping?.columns?.[name];
    const rest = suggested && suggested.field === field ? suggested : {};
    const column = { ...rest, field };
    delete column.date_format;
    return format ? { ...column, date_format: format } : column;
  }

  async save() {
    const chosen = this.read();
    if (!chosen) return;
    if (!chosen.mapping.name) {
      this.name.focus();
      return;
    }
    try {
      await this.app.api.saveMapping(chosen.mapping);
      replace(this.said, notice('good', t('mapping.saved', { name: chosen.mapping.name })));
    } catch (problem) {
      replace(this.said, notice('bad', problemText(problem)));
    }
  }
}

function confidence(column) {
  if (!column.field || !column.confidence) return h('span', { class: 'muted' }, t('mapping.unsure'));
  const isLow = column.confidence < 0.6;
  return h('span', { class: 'confidence num' }, isLow && icon('warn'),
    svg('svg', { class: 'share', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('rect', { width: column.confidence * 100, height: 10 })),
    percent(column.confidence, language()));
}

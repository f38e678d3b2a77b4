/** Setting a locked field right: the new value, why, and a signature. */
import { h, replace, uniqueID } from '../dom.js';
import { t } from '../i18n.js';
import { isSame, valueOf } from '../patch.js';
import { fieldOfPointer, refusalOf } from '../validate.js';
import { fieldInput } from './fieldinput.js';
import { signDialog } from './signdialog.js';

/** Fields that only a correction changes now. @param {import('../catalogue.js').Catalogue} catalogue */
export const lockedFields = (catalogue) => catalogue.fields.filter((field) => field.entry === 'intake');

/**
 * @param {{app: import('../../app.js').App, record: any, etag: string, field: string}} o
 * @returns {Promise<{record: any, etag: string}|undefined>} the file as it is then
 */
export function correctDialog({ app, record, etag, field: first }) {
  const fields = lockedFields(app.catalogue);
  const place = h('div', { class: 'stack' });
  let input;
  const show = (name) => {
    const field = app.catalogue.byName.get(name);
    input = fieldInput(field, valueOf(record, name) ?? null, { onChange: () => {} });
    replace(place, input.element);
  };
  show(first);
  const id = uniqueID('locked');
  const choice = fields.length > 1 && h('div', { class: 'field' },
    h('label', { class: 'field-label', for: id }, t('correct.field')),
    h('select', { id, class: 'input', onchange: (event) => show(event.target.value) },
      fields.map((field) => h('option', { value: field.name, selected: field.name === first },
        field.label))));
  return signDialog({
    app, title: t('correct.title'), meanings: ['correction'], isReasonRequired: true,
    what: h('p', null, t('correct.what', { number: record.number, version: record.version + 1 })),
    before: h('div', { class: 'stack correction' }, choice, place), about: `correct.${record.id}.${first}`,
    keep: { read: () => ({ field: input.field.name, value: input.value }),
      fill: (kept) => {
        show(kept.field);
        if (choice) choice.querySelector('select').value = kept.field;
        input.set(kept.value);
      } },
    check: () => {
      const code = isSame(valueOf(record, input.field.name), input.value) ? 'unchanged'
        : refusalOf(input.field, input.value);
      input.showRefusal(code, code === 'unchanged' ? t('correct.unchanged') : undefined);
      if (code) input.input.focus();
      return !code;
    },
    onProblem: (problem) => {
      const error = problem.errors?.find(({ pointer }) => fieldOfPointer(pointer) === input.field.name);
      if (error) input.showRefusal(error.code, error.detail);
      return Boolean(error);
    },
    send: (signature, reason) => app.api.correct(record.id, etag,
      { values: { [input.field.name]: input.value }, reason, signature }),
  });
}

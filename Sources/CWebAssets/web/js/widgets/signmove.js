/** Closing and reopening a file: the one sign dialog, for a move of the workflow. */
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { valueLabel } from '../catalogue.js';
import { isEnd } from '../steps.js';
import { fieldOfPointer } from '../validate.js';
import { signDialog } from './signdialog.js';

/** What a signature of the move says. @param {string} status where the file is now */
export const moveMeaning = (status) => isEnd(status) ? 'reopening' : 'closure';

/**
 * Asks for the signature and makes the move with it.
 * @param {{app: import('../../app.js').App, record: any, etag: string, to: string, values?: Object}} o
 *   `values` are written in the same change
 * @returns {Promise<{record: any, etag: string}|undefined>} the file as it is then
 */
export function signMove({ app, record, etag, to, values }) {
  const meaning = moveMeaning(record.status);
  const status = valueLabel(app.catalogue.byName.get('status'), to);
  return signDialog({
    app, about: `${meaning}.${record.id}`, meanings: [meaning], isReasonRequired: meaning === 'reopening',
    title: t(meaning === 'closure' ? 'ending.title' : 'reopen.title', { status }),
    what: [h('p', null, t(`signmove.${meaning}`, { number: record.number, version: record.version + 1 })),
      h('p', null, t(meaning === 'closure' ? 'ending.text' : 'reopen.text', { status }))],
    onProblem: showMissing,
    send: (signature, reason) => app.api.makeTransition(record.id, etag,
      { to, signature, ...(reason ? { reason } : {}), ...(values ? { values } : {}) }),
  });
}

/** What is missing for the move, beside what the dialog asks for. @returns {boolean} whether it was shown */
function showMissing(problem, form) {
  const lines = (problem.errors ?? []).filter(({ pointer }) => !form.controls.has(fieldOfPointer(pointer)));
  if (lines.length === 0) return false;
  form.show({}, lines.map((line) => line.detail).join(' '));
  return true;
}

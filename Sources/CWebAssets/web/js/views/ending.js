/** The end of a file: what it means, asking before it, and opening the file again. */
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { valueLabel } from '../catalogue.js';
import { isEnd } from '../steps.js';
import { confirmDialog, reasonDialog } from '../widgets/dialog.js';
import { notice } from '../widgets/states.js';

/** Opening a file again is decided and signed. */
const mayReopen = (app) => app.may('decide') && app.may('sign');

/** What to do with a paper that arrives after the end, where it would be entered. @param {'report'|'attachment'} kind */
export const lateNote = (app, kind, onReopen) => h('div', { class: 'late-note' },
  h('p', { class: 'muted small' }, t(`late.${kind}`), ' ', !mayReopen(app) && t('record.ended-who')),
  mayReopen(app) && h('button', { class: 'button', type: 'button', 'aria-haspopup': 'dialog', onclick: onReopen },
    t('late.reopen')));

/** Says that a file is read only, and offers the way back to who may decide. */
export function endNotice(app, record, onReopen) {
  const status = valueLabel(app.catalogue.byName.get('status'), record.status);
  const mayDecide = mayReopen(app);
  return notice('', h('div', { class: 'line end-notice' },
    h('span', { class: 'grow' }, t('record.ended', { status }), ' ', !mayDecide && t('record.ended-who')),
    mayDecide && h('button', { class: 'button', type: 'button', onclick: onReopen }, t('record.reopen'))));
}

/**
 * Asks before a change ends a file. @param {number} id its own @param {Object} patch @param {string} [said] the reason that was given before
 * @returns {Promise<Object|null>} what to send besides (a reason, or nothing); null: not now
 */
export async function agreesToEnd(app, id, patch, said = '') {
  if (!isEnd(patch.status)) return {};
  const status = valueLabel(app.catalogue.byName.get('status'), patch.status);
  const dialog = { title: t('ending.title', { status }), text: t('ending.text'), action: t('ending.action') };
  // A withdrawal has to say why; that is asked in the same breath.
  if (patch.status === 'withdrawn') {
    const reason = await reasonDialog({ ...dialog, app, about: `end.${id}`, label: t('reason.label'), value: said });
    return reason ? { change_reason: reason } : null;
  }
  return await confirmDialog(dialog) ? {} : null;
}

/** Asks why a change of file `id` is made that has to say so. @param {string} said the reason that was given before */
export const askReason = (app, id, said) => reasonDialog({ app, about: `change.${id}`, title: t('reason.title'), text: t('reason.text'),
  label: t('reason.label'), action: t('action.save'), value: said });

/** Dialogs over the page, on the platform's own element. */
import { h, uniqueID } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';

/**
 * Shows a dialog. @returns {{element: HTMLDialogElement, close: (answer?: any) => void,
 *   closed: Promise<any>}}
 */
export function openDialog({ title, body, foot, isWide = false }) {
  // One dialog may open another: each is named by its own heading.
  const heading = h('h2', { id: uniqueID('dialog-title') }, title);
  const shut = h('button', { class: 'button quiet icon-only', type: 'button',
    'aria-label': t('action.close'), onclick: () => close() }, icon('close'));
  const element = h('dialog', { class: isWide ? 'wide' : '', 'aria-labelledby': heading.id },
    h('div', { class: 'dialog-head' }, heading, shut),
    h('div', { class: 'dialog-body' }, body),
    foot && h('div', { class: 'dialog-foot' }, foot));
  let settle;
  const closed = new Promise((resolve) => { settle = resolve; });
  const close = (answer) => {
    element.close();
    element.remove();
    settle(answer);
  };
  element.addEventListener('cancel', (event) => { event.preventDefault(); close(); });
  // A press beside it closes what only shows something; what was typed there, or is seen once, stays.
  const holdsWork = element.querySelector('form, .secret, .conflict-table') !== null;
  element.addEventListener('pointerdown', (event) => {
    if (event.target === element && !holdsWork) close();
  });
  document.body.append(element);
  element.showModal();
  (element.querySelector('[data-autofocus]') ?? element.querySelector('.dialog-body input'))?.focus();
  return { element, close, closed };
}

/** Whether a dialog is open: what the page's keys do is not meant then. */
export const isDialogOpen = () => document.querySelector('dialog[open]') !== null;

/** Asks why something is done. @returns {Promise<string>} the reason; empty when it is not done */
export function reasonDialog({ title, text, label, action, isDangerous = false }) {
  const input = h('textarea', { class: 'input', rows: 3, maxlength: 2000, required: true,
    id: 'reason', 'data-autofocus': true });
  const dialog = openDialog({
    title,
    body: [h('p', { class: 'muted' }, text),
      h('label', { for: 'reason' }, label), input],
    foot: [
      h('button', { class: 'button', type: 'button', onclick: () => dialog.close('') },
        t('action.cancel')),
      h('button', { class: `button ${isDangerous ? 'danger' : 'primary'}`, type: 'button',
        onclick: () => {
          if (input.value.trim()) dialog.close(input.value.trim());
          else input.reportValidity();
        } }, action),
    ],
  });
  return dialog.closed.then((reason) => reason ?? '');
}

/** Asks before something that is hard to take back. @returns {Promise<boolean>} */
export function confirmDialog({ title, text, action, isDangerous = false }) {
  const dialog = openDialog({
    title,
    body: h('p', { class: 'muted' }, text),
    foot: [
      h('button', { class: 'button', type: 'button', 'data-autofocus': true,
        onclick: () => dialog.close(false) }, t('action.cancel')),
      h('button', { class: `button ${isDangerous ? 'danger' : 'primary'}`, type: 'button',
        onclick: () => dialog.close(true) }, action),
    ],
  });
  return dialog.closed.then(Boolean);
}

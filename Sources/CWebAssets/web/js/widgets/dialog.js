/** Dialogs over the page, on the platform's own element. */
import { h, replace, uniqueID } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { DialogDraft } from './dialogdraft.js';
import { notice, refusalWords } from './states.js';
import { textBox } from './textbox.js';

/** How each open dialog is closed, the newest last. @type {Map<Element, () => void>} */
const open = new Map();

/** Whether anything asks over the page: its keys then mean nothing. */
export const isDialogOpen = () => open.size > 0;

/** Closes all dialogs unanswered: the page that they asked over is left. */
export function closeDialogs() {
  for (const close of [...open.values()].reverse()) close();
}

/** Knows a dialog as open. @returns {() => void} forgets it; to be called when it closes */
export function holdOpen(element, close) {
  open.set(element, close);
  // Back leaves what is over the page, also where the page itself stays.
  const leave = () => close();
  addEventListener('popstate', leave);
  return () => {
    open.delete(element);
    removeEventListener('popstate', leave);
  };
}

/**
 * Shows a dialog. What is typed in one is never lost by closing it: where something can be typed, `keep` says how it is kept.
 * @param {{title: string, body: import('../dom.js').Child, foot?: import('../dom.js').Child, isWide?: boolean,
 *   keep?: import('./dialogdraft.js').Kept}} o
 * @returns {{element: HTMLDialogElement, close: (answer?: any) => void, leave: () => void, sent: () => void,
 *   closed: Promise<any>}} `close` when it was sent or given up; `leave` closes it unanswered, as Escape does: what was
 *   typed is there at the next opening; `sent`: it was sent, and the dialog stays
 */
export function openDialog({ title, body, foot, isWide = false, keep }) {
  // One dialog may open another: each is named by its own heading.
  const heading = h('h2', { id: uniqueID('dialog-title') }, title);
  const shut = h('button', { class: 'button quiet icon-only', type: 'button',
    'aria-label': t('action.close'), onclick: () => leave() }, icon('close'));
  const draft = keep && new DialogDraft(keep);
  const element = h('dialog', { class: isWide ? 'wide' : '', 'aria-labelledby': heading.id },
    h('div', { class: 'dialog-head' }, heading, shut),
    h('div', { class: 'dialog-body' }, draft?.elements, body),
    foot && h('div', { class: 'dialog-foot' }, foot));
  let settle;
  const closed = new Promise((resolve) => { settle = resolve; });
  const end = (answer) => {
    letGo();
    element.close();
    element.remove();
    settle(answer);
  };
  const sent = () => draft?.drop();
  const close = (answer) => { sent(); end(answer); };
  const leave = () => { draft?.leave(); end(); };
  element.addEventListener('cancel', (event) => { event.preventDefault(); leave(); });
  // A press beside it closes what only shows something; what was typed there, or is seen once, stays.
  const holdsWork = element.querySelector('form, textarea, .secret, .conflict-table') !== null;
  element.addEventListener('pointerdown', (event) => {
    if (event.target === element && !holdsWork) leave();
  });
  document.body.append(element);
  const letGo = holdOpen(element, leave);
  draft?.begin(element);
  element.showModal();
  (element.querySelector('[data-autofocus]') ?? element.querySelector('.dialog-body input'))?.focus();
  return { element, close, leave, sent, closed };
}

/**
 * Asks why something is done, and does it. A reason that is refused stays where it was written; one that is left is kept.
 * @param {{app: import('../../app.js').App, about: string, title: string, text: string, label: string, action: string,
 *   isDangerous?: boolean, value?: string, send?: (reason: string) => Promise<any>}} o `about`: what the reason is kept as;
 *   `value`: what it begins with; `send` throws the server's problem
 * @returns {Promise<any>} what `send` gave, else the reason; empty when it is not done
 */
export function reasonDialog({ app, about, title, text, label, action, isDangerous = false, value = '', send }) {
  const box = textBox({ id: 'reason', value, required: true, 'data-autofocus': true });
  const trouble = h('div', { 'aria-live': 'assertive' });
  const button = h('button', { class: `button ${isDangerous ? 'danger' : 'primary'}`, type: 'button',
    onclick: async () => {
      if (!box.check(t('refusal.required'))) return;
      const reason = box.text;
      button.disabled = true;
      try {
        dialog.close(await send?.(reason) || reason);
      } catch (problem) {
        replace(trouble, notice('bad', refusalWords(problem)));
      } finally {
        button.disabled = false;
      }
    } }, action);
  const dialog = openDialog({
    title,
    keep: { prefs: app.prefs, name: about, read: () => ({ reason: box.input.value }),
      fill: ({ reason }) => { box.input.value = reason; } },
    body: [h('p', { class: 'muted' }, text),
      h('div', { class: 'field' }, h('label', { class: 'field-label', for: 'reason' }, label), box.input, box.error), trouble],
    foot: [h('button', { class: 'button', type: 'button', onclick: () => dialog.close('') }, t('action.cancel')),
      button],
  });
  return dialog.closed.then((answer) => answer ?? '');
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

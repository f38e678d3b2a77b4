/** Signing: what is signed is said first, then meaning and the signer's own password, for this act alone. */
import { h, replace } from '../dom.js';
import { t } from '../i18n.js';
import { openDialog } from './dialog.js';
import { simpleForm } from './simpleform.js';

/** The hash of a version as people compare it: in groups of eight. */
export const hashGroups = (hash) => hash.match(/.{1,8}/g)?.join(' ') ?? '';

/** The words of a meaning; declared by the server, known here by their value. */
export const meaningText = (value) => t(`meaning.${value}`);

/**
 * Asks for a signature and sends it.
 * @param {{app: import('../../app.js').App, title: string, what: import('../dom.js').Child,
 *   meanings: string[], scope?: 'complaint'|'decision'|'rules'|'many', isReasonRequired?: boolean, about?: string,
 *   keep?: {read: () => Object, fill: (values: Object) => void},
 *   reason?: string, hasReason?: boolean, before?: Node|null,
 *   check?: () => boolean, onProblem?: (problem: any, form: any) => boolean,
 *   send: (signature: {name: string, password: string, meaning: string}, reason: string) => Promise<any>}} o
 *   `about`: what is typed is kept as that, never the password; `keep`: of what stands `before` the form;
 *   `scope` is what the signature covers; `reason` what the remark begins with, and
 *   `hasReason` whether there can be one; `send` throws the server's problem; `onProblem` may show one in a control of its own
 * @returns {Promise<any>} what `send` gave; undefined when nothing was signed
 */
export function signDialog({ app, title, what, meanings, scope = 'complaint', isReasonRequired = false,
  about, keep, reason = '', hasReason = true, before = null, check = () => true, onProblem = () => false, send }) {
  const { user } = app.session;
  const statement = h('p', { class: 'sign-statement', 'aria-live': 'polite' });
  const say = (meaning) => replace(statement, t(`meaning-statement.${meaning}`));
  // What is entered first has the focus: the first thing that is needed and not there. What stands before the form comes first.
  const asksReason = hasReason && isReasonRequired && !reason;
  const form = simpleForm({
    entries: [
      ...(meanings.length > 1 ? [{ name: 'meaning', label: t('sign.meaning'), type: 'select', required: true,
        value: meanings[0],
        options: meanings.map((value) => ({ value, label: meaningText(value) })) }] : []),
      ...(hasReason ? [{ name: 'reason', label: t(isReasonRequired ? 'reason.label' : 'sign.reason'),
        required: isReasonRequired, value: reason, autofocus: !before && asksReason }] : []),
      { name: 'password', label: t('sign.password', { name: user.display_name || user.name }),
        type: 'password', required: true, autocomplete: 'current-password', help: t('sign.password-help'),
        autofocus: !before && !asksReason },
    ],
    action: t('sign.action'), extra: statement,
    onInput: (values) => say(values.meaning ?? meanings[0]),
    onSubmit: async (values) => {
      if (!check()) return;
      try {
        const signature = { name: user.name, password: values.password,
          meaning: values.meaning ?? meanings[0] };
        dialog.close(await send(signature, values.reason?.trim() ?? ''));
      } catch (problem) {
        if (!onProblem(problem, form)) throw problem;
      }
    },
  });
  say(meanings[0]);
  const dialog = openDialog({ title, isWide: Boolean(before),
    keep: about && form.kept({ prefs: app.prefs, name: about, ...keep }), body: [
    h('div', { class: 'sign-what' }, what,
      h('p', { class: 'muted' }, t('sign.as', { name: user.display_name || user.name, account: user.name })),
      h('p', { class: 'muted small' }, t(`sign.scope-${scope}`))),
    before, form.element] });
  return dialog.closed;
}

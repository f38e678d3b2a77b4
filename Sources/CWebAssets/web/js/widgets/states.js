/** What a view says when there is nothing to show: empty, loading, error, offline, no permission. */
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { hasText, t } from '../i18n.js';

/** What this is and the one next step. */
export function emptyState({ iconName = 'complaints', title, text, actions = [], level = 'h2' }) {
  return h('div', { class: 'state centered' }, icon(iconName), h(level, null, title),
    text && h('p', null, text),
    actions.length > 0 && h('div', { class: 'line wrap' }, actions));
}

/** What happened, what to do, a retry (or the `action` that helps more), the request id. */
export function errorState(problem, onRetry, level = 'h2', action = null) {
  const { iconName, title, text, details } = describe(problem);
  return h('div', { class: 'state centered', role: 'alert' }, icon(iconName),
    h(level, null, title), details?.length > 0 ? details.map((detail) => h('p', null, detail))
      : h('p', null, text),
    problem.requestID && h('p', { class: 'small' }, t('error.request'), ' ',
      h('code', null, problem.requestID)),
    action ?? wayOut(problem, onRetry));
}

/** Asking again helps when something failed, not when something is missing or forbidden. */
function wayOut({ status }, onRetry) {
  if (status === 404) return h('a', { class: 'button', href: '/' }, t('section.home'));
  if (status === 403 || !onRetry) return null;
  return h('button', { class: 'button', type: 'button', onclick: onRetry }, icon('refresh'),
    t('action.retry'));
}

/** What stands between the person and the view, in words. @returns {{iconName, title, text, details?: any[]}} */
export function describe(problem) {
  if (problem.isOffline) {
    return { iconName: 'offline', title: t('offline.title'), text: t('offline.text') };
  }
  if (problem.status === 403) {
    return { iconName: 'lock', title: t('forbidden.title'), text: t('forbidden.text') };
  }
  if (problem.status === 404) {
    return { iconName: 'search', title: t('missing.title'), text: t('missing.text') };
  }
  const details = (problem.errors ?? []).map(detailOf).filter(Boolean);
  return { iconName: 'warn', title: t('error.title'),
    text: problem.detail || problem.message || t('error.text'), details };
}

/** What is wrong, after the part of the address that it is wrong in. */
function detailOf({ pointer, detail }) {
  const part = /^\?(.+)/.exec(pointer ?? '')?.[1];
  if (!part || !detail) return detail;
  // What a person typed is called as the screen calls it.
  const name = hasText(`query.${part}`) ? t(`query.${part}`) : h('code', null, part);
  return [name, t('list.colon'), detail];
}

/** One line for a toast or a notice. */
export function problemText(problem) {
  if (problem.isOffline) return t('offline.text');
  const text = problem.detail || problem.title || problem.message || t('error.text');
  return problem.requestID && problem.status >= 500 ? `${text} (${problem.requestID})` : text;
}

/** What was refused, each thing in its words; else the one line. */
export const refusalWords = (problem) =>
  (problem.errors ?? []).map(({ detail }) => detail).filter(Boolean).join(' ') || problemText(problem);

/** Grey lines that appear after 150 ms, in the shape of what comes. */
export function skeleton(widths) {
  return h('div', { class: 'stack page', 'aria-busy': 'true' },
    h('h1', { class: 'unseen' }, t('page.loading')),
    widths.map((width) => h('span', { class: 'skeleton', vars: { '--wide': width } })));
}

/** A coloured sentence: kind is "", "bad", "warn" or "good". */
export function notice(kind, ...children) {
  const name = kind === 'bad' || kind === 'warn' ? 'warn' : kind === 'good' ? 'check' : 'note';
  return h('div', { class: `notice ${kind}`, role: kind === 'bad' ? 'alert' : 'status' }, icon(name),
    h('div', { class: 'grow' }, children));
}

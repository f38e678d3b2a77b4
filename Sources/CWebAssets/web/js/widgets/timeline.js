/** One line of time for a file: what was said about it and what was changed, the newest first. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { ago, instant, number } from '../format.js';
import { personName } from '../people.js';
import { plainChip } from './chip.js';
import { reasonDialog } from './dialog.js';
import { fieldError } from './fielderror.js';
import { FormDraft } from './formdraft.js';
import { historyEntries } from './history.js';
import { problemText } from './states.js';
import { stayInView } from './stayinview.js';

/** How long a comment may be, in characters. */
const lengthMax = 8000;

/**
 * The entries of a history and the comments, in the order of time. Comments have an entry of their own
 * in the history, which is left out; those of merged files have none here.
 * @param {{at: string, node: Node, isComment?: boolean}[]} entries @param {any[]} comments
 */
export function inOrder(entries, comments) {
  return [...entries, ...comments].sort((a, b) => a.at < b.at ? 1 : a.at > b.at ? -1 : 0);
}

export class Timeline {
  /**
   * @param {{app: any, record: {id: number}, mayComment: () => boolean, onChanged: () => void}} place
   */
  constructor({ app, record, mayComment, onChanged }) {
    Object.assign(this, { app, record, mayComment, onChanged });
    this.draft = new FormDraft({ prefs: app.prefs, name: `comment.${record.id}`, draftOf,
      again: () => this.restore() });
    this.text = h('textarea', { class: 'input', id: 'comment-text', rows: 2,
      oninput: () => { this.error.set(null); this.draft.keep(this.values); } });
    this.error = fieldError(this.text);
    /** That the draft is back. */
    this.said = h('div');
    this.audience = h('select', { class: 'input', id: 'comment-audience', 'aria-label': t('comments.audience'),
      onchange: () => this.draft.keep(this.values) },
      ['internal', 'customer'].map((name) => h('option', { value: name }, t(`audience.${name}`))));
    this.button = h('button', { class: 'button', type: 'submit' }, t('comments.add'));
    this.composer = h('form', { class: 'comment-form', onsubmit: (event) => this.add(event) },
      h('label', { for: 'comment-text', class: 'field-label' }, t('comments.label')), this.draft.offers, this.said,
      this.text, this.error.element,
      h('div', { class: 'line wrap' }, this.audience, h('div', { class: 'grow' }), this.button),
      h('p', { class: 'field-help' }, t('comments.help')));
    this.list = h('div');
    this.watching = h('span', { class: 'muted small grow' });
    this.watch = h('button', { class: 'button quiet', type: 'button', hidden: true,
      onclick: () => this.toggleWatch() });
    this.element = h('div', null, h('div', { class: 'line watch-line' }, this.watching, this.watch),
      this.composer, this.list);
    this.drawComposer();
    this.restore();
  }

  /** Its page goes. */
  leave() { this.draft.leave(); }

  get values() { return { text: this.text.value, audience: this.audience.value }; }

  /** Shows what is kept of a comment, or an empty box. */
  restore() {
    const draft = this.draft.own;
    this.text.value = draft?.values.text ?? '';
    this.audience.value = draft?.values.audience ?? 'internal';
    this.error.set(null);
    replace(this.said, draft && this.draft.isBack(draft, () => this.startAnew()));
  }

  startAnew() {
    this.draft.drop();
    this.restore();
  }

  drawComposer() { this.composer.hidden = !this.mayComment(); }

  /** Who follows the file; whoever reads it may. */
  async loadWatchers() {
    const { items } = await this.app.api.companions(this.record.id, 'watchers');
    const live = items.filter((item) => !item.withdrawn && item.complaint === this.record.id);
    this.mine = live.find((item) => item.owner === this.app.session?.user.name) ?? null;
    this.watching.textContent = live.length > 0 ? tn('watch.count', live.length,
      { names: live.slice(0, 3).map((item) => personName(item.owner)).join(', ') }) : '';
    this.watch.hidden = false;
    this.watch.textContent = t(this.mine ? 'watch.stop' : 'watch.start');
  }

  async toggleWatch() {
    this.watch.disabled = true;
    try {
      if (this.mine) await this.app.api.withdrawCompanion(this.mine, 'watchers', t('watch.reason'));
      else await this.app.api.addCompanion(this.record.id, 'watchers', {});
      await this.loadWatchers();
    } catch (problem) {
      this.app.messages.bad(problemText(problem));
    }
    this.watch.disabled = false;
  }

  /**
   * @param {import('../logwords.js').LogWords} words
   * @param {any[]} items of the history @param {any[]} comments
   */
  show(words, items, comments) {
    this.drawComposer();
    const isComment = (item) => item.comment && item.operation === 'create';
    const entries = historyEntries(words, items.filter((item) => !isComment(item)));
    const said = comments.map((comment) => ({ at: comment.created, node: this.comment(comment) }));
    replace(this.list, h('ol', { class: 'history' }, inOrder(entries, said).map(({ node }) => node)));
    this.seek();
  }

  /** Leads to the comment that the address names, the first time it is there. */
  seek() {
    const { hash } = location;
    if (this.isFound || !/^#comment-\d+$/.test(hash)) return;
    const found = this.list.querySelector(hash);
    if (!found) return;
    this.isFound = true;
    this.sought = found.id;
    found.classList.add('is-sought');
    found.focus({ preventScroll: true });
    stayInView(found.id, this.list);
  }

  comment(item) {
    const isGone = Boolean(item.withdrawn);
    const text = item.erased ? t('comments.erased') : item.text;
    const id = `comment-${item.id}`;
    return h('li', { id, tabIndex: -1,
      class: `history-item comment${isGone ? ' withdrawn' : ''}${id === this.sought ? ' is-sought' : ''}` },
      h('div', { class: 'line wrap' }, h('b', null, personName(item.created_by)),
        t('comments.said'), item.audience === 'customer'
          && plainChip(t('audience.customer'), 'tone-blue shape-square'),
        item.complaint !== this.record.id && plainChip(t('merge.from', { number: item.number })),
        h('time', { class: 'muted', datetime: item.created, title: instant(item.created, language()) },
          `${instant(item.created, language(), 'short')} · ${ago(item.created, language())}`)),
      h('p', { class: 'comment-text prose' }, isGone ? h('s', null, text) : withMentions(text, item.mentions)),
      isGone && h('p', { class: 'small muted' }, t('comments.withdrawn',
        { who: personName(item.withdrawn.by), reason: item.withdrawn.reason })),
      !isGone && this.mayWithdraw(item) && h('button', { class: 'link small', type: 'button',
        onclick: () => this.withdraw(item) }, t('comments.withdraw')));
  }

  mayWithdraw(item) {
    return this.mayComment() && item.complaint === this.record.id
      && (this.app.may('work') || item.created_by === this.app.session?.user.name);
  }

  async add(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text || this.button.disabled) return this.text.focus();
    if ([...text].length > lengthMax) return this.refuse(t('refusal.too_long', { max: number(lengthMax, language()) }));
    this.error.set(null);
    this.button.disabled = true;
    try {
      await this.app.api.addCompanion(this.record.id, 'comments', { text, audience: this.audience.value });
      this.startAnew();
      this.app.messages.announce(t('comments.added'));
      this.onChanged();
    } catch (problem) {
      const refusal = problem.errors?.find(({ pointer }) => pointer === '/text');
      if (refusal) this.refuse(refusal.detail || problemText(problem));
      else this.app.messages.bad(problemText(problem));
    } finally {
      this.button.disabled = false;
    }
    return undefined;
  }

  /** Says at the box what is wrong; the text stays whole. */
  refuse(words) {
    this.error.set(words);
    this.text.focus();
  }

  async withdraw(item) {
    const isDone = await reasonDialog({ app: this.app, about: `comment.withdraw.${item.id}`,
      title: t('comments.withdraw-title'), text: t('comments.withdraw-text'), label: t('reason.label'),
      action: t('comments.withdraw'),
      send: (reason) => this.app.api.withdrawCompanion(item, 'comments', reason) });
    if (isDone) this.onChanged();
  }
}

const draftOf = (values) => values.text.trim() ? { at: new Date().toISOString(), values } : null;

/** The text with the names of those who are mentioned set off. */
function withMentions(text, mentions) {
  const names = new Set((mentions ?? '').split(' ').filter(Boolean));
  if (names.size === 0) return text;
  return text.split(/(@[a-z0-9._@-]+)/i).map((part) => {
    const name = part.slice(1).toLowerCase().replace(/[.@-]+$/, '');
    return part.startsWith('@') && names.has(name)
      ? h('b', { class: 'mention' }, icon('person'), personName(name)) : part;
  });
}

/** What ties a complaint to others: links from both ends, duplicates and their original. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t } from '../i18n.js';
import { civilDate } from '../format.js';
import { chip } from './chip.js';
import { openDialog, reasonDialog } from './dialog.js';
import { suggestInput } from './suggest.js';
import { LivePanel } from './livepanel.js';
import { notice, refusalWords } from './states.js';
import { reasonBytesMax, textBox } from './textbox.js';

/** How long a link's note may be, in bytes of UTF-8. */
const noteBytesMax = 4000;

export class LinksPanel extends LivePanel {
  /**
   * @param {{app: any, complaint: () => any, mayLink: () => boolean,
   *   merge: (into: string, reason: string) => Promise<void>, unmerge: (reason: string) => Promise<any>,
   *   onUnmerged: (saved: any) => void, onChanged: () => void}} place
   */
  constructor({ app, complaint, mayLink, merge, unmerge, onUnmerged, onChanged }) {
    super();
    Object.assign(this, { app, complaint, mayLink, merge, unmerge, onUnmerged, onChanged });
    this.links = null;
    this.members = null;
    this.heading = h('h2', { id: 'links-title', tabIndex: -1 }, t('links.title'));
    this.list = h('div');
    this.tools = h('div', { class: 'side-tools' });
    this.element = h('section', { class: 'side-panel links', 'aria-labelledby': 'links-title' },
      this.heading, this.list, this.tools);
    this.draw();
    this.load();
  }

  async load() {
    const { id } = this.complaint();
    try {
      const [links, members] = await Promise.all([this.app.api.companions(id, 'links'),
        this.app.api.members(id)]);
      this.links = links.items.filter(({ link }) => !link.withdrawn);
      this.members = members;
      if (!this.isGone) this.draw();
    } catch (problem) {
      this.showProblem(this.list, problem);
    }
  }

  /** Whether a complaint of that number was merged into this one. */
  isMember(number) { return this.members?.items.some((item) => item.number === number) ?? false; }

  draw() {
    const isDuplicate = this.complaint().status === 'duplicate';
    const isMerged = isDuplicate && this.links?.some(({ link, incoming }) => !incoming
      && link.relation === 'duplicate');
    replace(this.tools,
      this.mayLink() && !isDuplicate && h('button', { class: 'button', type: 'button',
        'aria-haspopup': 'dialog', onclick: () => this.add() }, icon('plus'), t('links.add')),
      this.mayLink() && isMerged && h('button', { class: 'button', type: 'button',
        onclick: () => this.takeBack() }, icon('undo'), t('merge.undo')));
    if (!this.links) return;
    const { aware, items } = this.members;
    replace(this.list, this.links.length === 0 ? h('p', { class: 'muted' }, t('links.none'))
      : h('ul', { class: 'link-list', 'aria-labelledby': 'links-title' }, this.links.map((item) => this.row(item))),
    items.length > 0 && aware && h('p', { class: 'small' }, t('merge.aware',
      { date: civilDate(aware, language()) })));
  }

  row({ link, incoming, peer }) {
    const relation = t(`relation.${link.relation}${incoming ? '-in' : ''}`);
    const field = this.app.catalogue.byName.get('status');
    return h('li', { class: 'link-item' },
      h('div', { class: 'link-words' },
        h('div', { class: 'line wrap' }, h('span', { class: 'muted small' }, relation),
          peer.id ? h('a', { class: 'num', href: `/complaints/${peer.number}` }, peer.number)
            : h('span', { class: 'num' }, peer.number),
          peer.status && chip(field, 'status', peer.status)),
        peer.summary && h('p', { class: 'small' }, peer.summary),
        link.note && h('p', { class: 'small muted prose' }, link.note)),
      this.app.may('work') && link.relation !== 'duplicate' && h('button', {
        class: 'button quiet icon-only', type: 'button', title: t('links.withdraw'),
        'aria-label': t('links.withdraw-of', { number: peer.number }),
        onclick: () => this.withdraw(link, peer) }, icon('close')));
  }

  /** One dialog for all that ties two complaints, with a search over all of them. */
  add() {
    let other = null;
    const relations = ['related', 'same_investigation', 'duplicate'];
    const relation = h('select', { class: 'input', id: 'link-relation' }, relations.map((name) =>
      h('option', { value: name }, t(`relation.${name}`))));
    const note = textBox({ id: 'link-note' });
    const noteLabel = h('label', { for: 'link-note', class: 'field-label' });
    const effect = h('p', { class: 'muted small', 'aria-live': 'polite' });
    const trouble = h('div', { 'aria-live': 'assertive' });
    const search = suggestInput({ id: 'link-other', value: '',
      onChange: (value) => { other = value; }, suggest: (text) => this.find(text) });
    const button = h('button', { class: 'button primary', type: 'submit', form: 'link' });
    const draw = () => {
      const isReuse = relation.value === 'same_investigation';
      note.input.required = isReuse;
      note.setError(null);
      replace(noteLabel, t(isReuse ? 'links.justification' : 'links.why'),
        !isReuse && h('span', { class: 'optional' }, t('form.optional')));
      effect.textContent = t(`links.effect-${relation.value}`);
      replace(button, t(relation.value === 'duplicate' ? 'merge.do' : 'links.do'));
    };
    relation.addEventListener('change', draw);
    const isBegun = () => search.input.value.trim() || note.input.value.trim();
    const dialog = openDialog({ title: t('links.dialog', { number: this.complaint().number }),
      keep: { prefs: this.app.prefs, name: `link.new.${this.complaint().id}`,
        read: () => ({ relation: isBegun() ? relation.value : relations[0], other: search.input.value,
          note: note.input.value }),
        fill: (kept) => {
          relation.value = kept.relation;
          search.set(kept.other);
          other = kept.other.trim() || null;
          note.input.value = kept.note;
          draw();
        } },
      body: h('form', { id: 'link', class: 'stack', novalidate: true, onsubmit: async (event) => {
        event.preventDefault();
        if (!other) {
          search.input.focus();
          replace(trouble, notice('bad', t('links.choose')));
          return;
        }
        // Of a merge it is the reason of a change.
        const max = relation.value === 'duplicate' ? reasonBytesMax : noteBytesMax;
        if (!note.check(note.input.required ? t('refusal.required') : null, max)) return;
        button.disabled = true;
        try {
          await this.tie(relation.value, other, note.text);
          dialog.close();
        } catch (problem) {
          replace(trouble, notice('bad', refusalWords(problem)));
        } finally {
          button.disabled = false;
        }
      } }, trouble,
      h('div', { class: 'field' }, h('label', { for: 'link-relation', class: 'field-label' },
        t('links.relation')), relation, effect),
      h('div', { class: 'field' }, h('label', { for: 'link-other', class: 'field-label' },
        t('links.other')), search.element, h('p', { class: 'field-help' }, t('links.search-help'))),
      h('div', { class: 'field' }, noteLabel, note.input, note.error)),
      foot: [h('button', { class: 'button', type: 'button', onclick: () => dialog.close() },
        t('action.cancel')), button] });
  }

  /** Complaints by their words or number, but this one. */
  async find(text) {
    const { number } = this.complaint();
    const { items } = await this.app.api.complaints(new URLSearchParams({ q: text, limit: '8', total: 'none',
      fields: 'number,summary,status' }));
    return items.filter((item) => item.number !== number).map((item) => ({ value: item.number,
      text: item.number, hint: item.summary ?? '' }));
  }

  async tie(relation, other, note) {
    if (relation === 'duplicate') {
      await this.merge(other, note);
    } else {
      await this.app.api.addCompanion(this.complaint().id, 'links',
        { relation, other, ...(note ? { note } : {}) });
      this.app.messages.good(t('links.added', { number: other }));
      this.onChanged();
    }
    await this.load();
  }

  async takeBack() {
    const saved = await reasonDialog({ app: this.app, about: `unmerge.${this.complaint().id}`,
      title: t('merge.undo-title'), text: t('merge.undo-text'), label: t('reason.label'), action: t('merge.undo'), send: (reason) => this.unmerge(reason) });
    if (!saved) return;
    this.onUnmerged(saved);
    await this.load();
  }

  async withdraw(link, peer) {
    await this.askAndWithdraw({ about: `link.withdraw.${link.id}`, title: t('links.withdraw-title', { number: peer.number }),
      text: t('links.withdraw-text'), action: t('links.withdraw'),
      send: (reason) => this.app.api.withdrawCompanion(link, 'links', reason) });
  }
}

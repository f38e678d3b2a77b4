/** The draft of a form: this tab's is kept and comes back, what others left is offered. */
import { h, replace } from '../dom.js';
import { draftSaver } from '../draftsaver.js';
import { language, t } from '../i18n.js';
import { instant } from '../format.js';
import { notice } from './states.js';

export class FormDraft {
  /**
   * @param {{prefs: import('../prefs.js').Prefs, name: string, draftOf: (values: any) => {at: string, values:
   *   any}|null, again: () => void, onKept?: (isKept: boolean) => void}} options `draftOf`: what is kept of what
   *   was typed, null: nothing; `again` begins anew with what is kept then; `onKept`: whether it could be kept
   */
  constructor({ prefs, name, draftOf, again, onKept }) {
    Object.assign(this, { prefs, name, draftOf, again, onKept });
    this.saver = draftSaver((values) => this.save(values));
    /** The drafts of others: nothing is taken unasked, their tabs may still live. */
    this.offers = h('div', { class: 'draft-offers' });
    this.drawOffers();
  }

  get own() { return this.prefs.draft(this.name); }

  /** Something was typed. */
  keep(values) { this.saver(values); }

  /** The form's view goes. */
  leave() { this.saver.leave(); }

  /** What was typed is sent or given up. */
  drop() {
    this.saver.cancel();
    this.prefs.dropDraft(this.name);
  }

  save(values) {
    const draft = this.draftOf(values);
    if (!draft) return this.prefs.dropDraft(this.name);
    const isKept = this.prefs.keepDraft(this.name, draft);
    return this.onKept?.(isKept);
  }

  /** Puts this tab's draft into a form, which says so. @param {() => void} drop throws it away */
  fill(form, draft, drop) {
    form.fill(draft.values);
    // It was written when it says.
    this.saver.cancel();
    form.summary.replaceChildren(this.isBack(draft, drop));
  }

  isBack(draft, drop) {
    return notice('', t('draft.restored', { when: instant(draft.at, language()) }), ' ',
      button(t('draft.drop'), drop));
  }

  drawOffers() {
    replace(this.offers, this.prefs.otherDrafts(this.name).map((draft) =>
      notice('', t('draft.other', { when: instant(draft.at, language()) }), ' ',
        button(t('draft.take'), () => this.take(draft)), ' ',
        button(t('draft.drop'), () => this.dropOther(draft)))));
  }

  take({ key }) {
    this.saver.flush();
    this.prefs.takeDraft(this.name, key);
    this.drawOffers();
    this.again();
  }

  dropOther(draft) {
    this.prefs.dropOther(draft);
    this.drawOffers();
  }
}

const button = (text, act) => h('button', { class: 'link', type: 'button', onclick: act }, text);

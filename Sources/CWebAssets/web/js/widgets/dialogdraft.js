/** What is typed in a dialog outlives it: at the next opening it is there again, until it is sent or given up. */
import { h, replace } from '../dom.js';
import { t } from '../i18n.js';
import { isSame } from '../patch.js';
import { against } from '../draftsaver.js';
import { FormDraft } from './formdraft.js';
import { notice } from './states.js';

/** After which of these something may stand in the dialog that did not before; a choice from a list has no event of its own. */
const acts = ['input', 'change', 'click', 'keyup'];

/**
 * @typedef {{prefs: import('../prefs.js').Prefs, name: string, read: () => Object<string, any>,
 *   fill: (values: Object<string, any>) => void, say?: (name: string, value: any) => string}} Kept
 *   `name`: what the dialog is about, e.g. "task.new.12"; `read`: what stands in it, by name, never a password;
 *   `fill`: puts all of that back; `say`: what one of the values is called, where it does not say itself
 */
export class DialogDraft {
  /** @param {Kept} kept as it is before anything is typed */
  constructor({ prefs, name, read, fill, say }) {
    Object.assign(this, { read, put: fill, say, first: read(), isOver: false });
    this.kept = this.first;
    this.form = new FormDraft({ prefs, name: `dialog.${name}`, draftOf: (values) => changeOf(this.first, values),
      again: () => this.restore() });
    /** That the draft is back. */
    this.said = h('div', { class: 'draft-said' });
  }

  /** What stands above all else in the dialog. */
  get elements() { return [this.form.offers, this.said]; }

  /** Puts back what is kept, and keeps from now on what is typed. @param {Element} element of the dialog */
  begin(element) {
    this.restore();
    for (const name of acts) element.addEventListener(name, () => this.look());
  }

  restore() {
    const draft = this.form.own;
    const { values, overtaken } = against(this.first, draft, this.say);
    this.put({ ...this.first, ...values });
    this.kept = this.read();
    // It was written when it says.
    this.form.saver.cancel();
    replace(this.said, draft && this.form.isBack(draft, () => this.startAnew()),
      overtaken.length > 0 && notice('warn', t('draft.overtaken', { values: overtaken.join(', ') })));
  }

  startAnew() {
    this.form.drop();
    this.restore();
  }

  look() {
    const values = this.read();
    if (this.isOver || isSame(values, this.kept)) return;
    this.kept = values;
    this.form.keep(values);
  }

  /** The dialog closes unanswered: what stands in it stays for the next time. */
  leave() {
    this.look();
    this.isOver = true;
    this.form.leave();
  }

  /** What was typed is sent or given up. */
  drop() {
    this.isOver = true;
    this.form.drop();
    this.form.leave();
  }
}

/** What was changed, so that all else is as it is found then; null: nothing. */
function changeOf(first, values) {
  const changed = Object.entries(values).filter(([name, value]) => !isSame(first[name], value));
  return changed.length === 0 ? null : { at: new Date().toISOString(), values: Object.fromEntries(changed),
    from: Object.fromEntries(changed.map(([name]) => [name, first[name] ?? null])) };
}

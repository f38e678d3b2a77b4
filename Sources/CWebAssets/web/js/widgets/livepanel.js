/** What the panels beside a file have in common: they load, follow what happens, and say what failed. */
import { h, replace } from '../dom.js';
import { t } from '../i18n.js';
import { reasonDialog } from './dialog.js';
import { notice, problemText } from './states.js';

/** A panel with a `load` of its own. */
export class LivePanel {
  /** @param {number} [delay] how long changes gather before it loads anew, in ms */
  constructor(delay = 120) { this.delay = delay; }

  dispose() {
    clearTimeout(this.timer);
    this.isGone = true;
  }

  /** Something changed that may count: asked again, a moment later. */
  changed() {
    if (this.isGone) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), this.delay);
  }

  /** What is done after changes: a panel that others depend on tells them too. */
  refresh() { this.load(); }

  /**
   * Asks why one of its items is withdrawn, and withdraws it.
   * @param {{said?: string}} o as `reasonDialog` takes it, and what is said when it is done
   */
  async askAndWithdraw({ said, ...o }) {
    if (!await reasonDialog({ ...o, app: this.app, label: t('reason.label') })) return;
    if (said) this.app.messages.good(said);
    await this.load();
    await this.onChanged();
    this.heading.focus();
  }

  /** What loading failed of, in the place of what would be there, with a way to try again. */
  showProblem(place, problem) {
    replace(place, notice('bad', problemText(problem), ' ', h('button', { class: 'link',
      type: 'button', onclick: () => this.load() }, t('action.retry'))));
  }
}

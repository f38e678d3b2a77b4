/** What stands beside a complaint: its next step, its tasks, its links, and its line of time. */
import { h, replace } from '../dom.js';
import { t } from '../i18n.js';
import { logWords } from '../logwords.js';
import { LinksPanel } from '../widgets/links.js';
import { missingField, NextStepPanel } from '../widgets/nextstep.js';
import { signMove } from '../widgets/signmove.js';
import { notice, problemText, refusalWords } from '../widgets/states.js';
import { ReportingPanel } from '../widgets/reporting.js';
import { TasksPanel } from '../widgets/tasks.js';
import { Timeline } from '../widgets/timeline.js';
import { WaitingPanel } from '../widgets/waiting.js';

export class ComplaintPanels {
  /** @param {any} page the page of the complaint, which knows the record as it is now */
  constructor(page) {
    this.page = page;
    const { app, record } = page;
    const complaint = () => page.record;
    const onChanged = () => { page.loadHistory(); this.next.changed(); };
    // What was merged goes on at its original.
    const isOpen = () => !page.isEnded || page.record.status === 'duplicate';
    /** Whether an act is on its way: a second press sends nothing. */
    this.isActing = false;
    this.next = new NextStepPanel({ app, complaint, mayMove: () => this.mayMove(), move: (to) => this.move(to),
      send: (to, reason) => this.sendMove(to, reason), moved: (saved) => page.take(saved, 'record.moved'),
      lead: (pointer) => this.lead(pointer), onLoaded: () => page.drawSteps() });
    this.waiting = new WaitingPanel({ app, complaint,
      mayAct: () => app.may('intake') && !page.isEnded && !page.record.erased,
      onDone: (saved, message) => page.take(saved, message) });
    this.tasks = new TasksPanel({ app, record, onChanged, isLocked: () => !isOpen(),
      mayPlan: () => app.may('work') && isOpen() && !page.record.erased });
    this.links = new LinksPanel({ app, complaint, onChanged, mayLink: () => app.may('work'),
      merge: (into, reason) => this.merge(into, reason), unmerge: (reason) => this.unmerge(reason),
      onUnmerged: (saved) => page.take(saved, 'merge.undone') });
    this.reporting = new ReportingPanel({ app, complaint, isLocked: () => page.isEnded || page.record.erased,
      onChanged: () => page.renew(), late: () => page.late('report') });
    this.timeline = new Timeline({ app, record, onChanged,
      mayComment: () => app.may('intake') && isOpen() && !page.record.erased });
    this.trouble = h('div');
  }

  get elements() {
    return [this.next.element, this.reporting.element, this.waiting.element, this.tasks.element, this.links.element];
  }

  draw() {
    for (const panel of [this.next, this.waiting, this.tasks, this.links]) panel.draw();
    this.timeline.drawComposer();
  }

  dispose() {
    clearTimeout(this.timer);
    for (const panel of [this.next, this.reporting, this.tasks, this.links]) panel.dispose();
  }

  /** The file is in another state, or another version of itself. */
  moved() {
    this.next.load();
    this.links.changed();
    this.reporting.changed();
  }

  /** Something was changed, perhaps here: in this file, or in one that was merged into it. */
  changed({ entity, number, isReset }, isHere) {
    if (!isReset && !isHere && !this.links.isMember(number)) return;
    if (isReset || entity === 'task') this.tasks.changed();
    if (isReset || entity === 'link') this.links.changed();
    if (isReset || ['decision', 'report', 'complaint', 'rule_set'].includes(entity)) this.reporting.changed();
    if (isReset || ['task', 'link', 'decision', 'report'].includes(entity)) this.next.changed();
    if (!isReset && !['task', 'link', 'comment', 'watcher', 'decision', 'report'].includes(entity)) return;
    // Several changes of one act make one reading.
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.page.loadHistory(), 150);
  }

  /** Reads and shows what was changed and said. @returns {Promise<any|null>} the history */
  async loadHistory() {
    const { app, record } = this.page;
    try {
      const [history, comments, words] = await Promise.all([app.api.history(record.id),
        app.api.companions(record.id, 'comments'), logWords(app), this.timeline.loadWatchers(), app.peopleKnown]);
      this.timeline.show(words, history.items, comments.items);
      replace(this.trouble);
      return history;
    } catch (problem) {
      replace(this.trouble, notice('bad', problemText(problem), ' ', h('button', { class: 'link',
        type: 'button', onclick: () => this.page.loadHistory() }, t('action.retry'))));
      return null;
    }
  }

  /** Whether the file may be moved from here: what is being written is saved or given up first. */
  mayMove() {
    const isFree = !this.page.form?.changes().length;
    if (!isFree) this.page.app.messages.bad(t('next.save-first'));
    return isFree;
  }

  /** Brings the file to another state, as far as nothing is missing; closing and reopening are signed. */
  async move(to) {
    const { app, record, etag } = this.page;
    if (this.next.targets.some((target) => target.to === to && target.asks_signature)) {
      const saved = await signMove({ app, record, etag, to });
      return saved && this.page.take(saved, 'record.moved');
    }
    return this.act(() => app.api.makeTransition(record.id, etag, { to }), 'record.moved');
  }

  sendMove(to, reason) {
    return this.asked(({ app, record, etag }) =>
      app.api.makeTransition(record.id, etag, { to, ...(reason ? { reason } : {}) }));
  }

  /** Ends the file as a duplicate; what is wrong is told where it was asked. */
  async merge(into, reason) {
    const { app, record, etag } = this.page;
    this.page.take(await app.api.merge(record.id, etag, { into, ...(reason ? { reason } : {}) }),
      'merge.done');
  }

  unmerge(reason) {
    return this.asked(({ app, record, etag }) => app.api.unmerge(record.id, etag, reason));
  }

  /** One act at a time; what is refused is said. */
  async act(send, message) {
    if (this.isActing) return;
    const { app } = this.page;
    this.isActing = true;
    try {
      this.page.take(await send(), message);
    } catch (problem) {
      app.messages.bad(refusalWords(problem));
      if (problem.status === 412) app.router.refresh();
      else this.next.load();
    } finally {
      this.isActing = false;
    }
  }

  /** Does what a dialog asks for: it tells what is refused, and its next try is about the file as it is then. */
  async asked(send) {
    try {
      return await send(this.page);
    } catch (problem) {
      if (problem.status === 412) {
        // Moved from beside a form, nothing was written in it.
        if (this.page.form) this.page.cancel();
        await this.page.renew();
      }
      throw problem;
    }
  }

  /** Leads to where something that is missing is entered. */
  lead(pointer) {
    const name = missingField(pointer);
    if (name === 'jurisdictions') return this.reporting.focus();
    if (name === 'tasks') return this.tasks.focus();
    if (!this.page.form && this.page.mayEdit) this.page.edit();
    const input = this.page.form?.inputs.get(name);
    if (!input) return undefined;
    input.input.closest('details')?.setAttribute('open', '');
    input.input.focus();
    return input.input.scrollIntoView({ block: 'center' });
  }
}

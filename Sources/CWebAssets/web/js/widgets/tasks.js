/** What is to be done about a complaint: by whom, until when, and what was done. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { civilDate, instant } from '../format.js';
import { today } from '../dates.js';
import { personName } from '../people.js';
import { plainChip } from './chip.js';
import { openDialog } from './dialog.js';
import { simpleForm } from './simpleform.js';
import { LivePanel } from './livepanel.js';
import { problemText } from './states.js';

export class TasksPanel extends LivePanel {
  /**
   * @param {{app: any, record: {id: number}, mayPlan: () => boolean, isLocked: () => boolean,
   *   onChanged: () => void}} place
   */
  constructor({ app, record, mayPlan, isLocked, onChanged }) {
    super();
    Object.assign(this, { app, record, mayPlan, isLocked, onChanged });
    /** @type {any[]|null} */
    this.items = null;
    this.heading = h('h2', { id: 'tasks-title', tabIndex: -1 }, t('tasks.title'));
    this.list = h('div');
    this.tools = h('div', { class: 'side-tools' });
    this.element = h('section', { class: 'side-panel tasks', 'aria-labelledby': 'tasks-title' },
      this.heading, this.list, this.tools);
    this.draw();
    this.load();
  }

  async load() {
    try {
      this.items = (await this.app.api.companions(this.record.id, 'tasks')).items;
      if (!this.isGone) this.draw();
    } catch (problem) {
      this.showProblem(this.list, problem);
    }
  }

  focus() {
    this.heading.focus();
    this.heading.scrollIntoView({ block: 'center' });
  }

  draw() {
    replace(this.tools, this.mayPlan() && h('button', { class: 'button', type: 'button',
      'aria-haspopup': 'dialog', onclick: () => this.add() }, icon('plus'), t('tasks.add')));
    if (!this.items) return;
    const live = this.items.filter((item) => !item.withdrawn);
    const open = live.filter((item) => item.state === 'open').length;
    replace(this.heading, t('tasks.title'),
      open > 0 && h('span', { class: 'count' }, ` ${tn('tasks.open', open)}`));
    const focused = document.activeElement?.closest?.('.task')?.dataset.id;
    replace(this.list, live.length === 0 ? h('p', { class: 'muted' }, t('tasks.none'))
      : h('ul', { class: 'task-list', 'aria-labelledby': 'tasks-title' }, live.map((item) => this.row(item))));
    if (focused) this.list.querySelector(`[data-id="${focused}"] :is(input, button)`)?.focus();
  }

  mayEnd(item) {
    return !this.isLocked() && !item.erased
      && (this.app.may('work') || item.owner === this.app.session?.user.name);
  }

  row(item) {
    const id = `task-${item.id}`;
    const isDone = item.state === 'done';
    const title = item.erased ? t('tasks.erased') : item.title;
    const isLate = !isDone && item.due && item.due < today();
    return h('li', { class: `task${isDone ? ' done' : ''}`, dataset: { id: item.id } },
      h('input', { type: 'checkbox', id, checked: isDone, disabled: !this.mayEnd(item),
        onchange: (event) => this.end(item, event.target) }),
      h('div', { class: 'task-words' }, h('label', { for: id }, title),
        item.note && h('p', { class: 'small prose' }, item.note),
        h('p', { class: 'muted small' }, [item.owner && personName(item.owner),
          isDone ? t('tasks.done', { who: personName(item.done_by), when: instant(item.done, language(), 'short') })
            : item.due && t('tasks.due', { date: civilDate(item.due, language(), 'short') }),
          item.complaint !== this.record.id && t('merge.from', { number: item.number }),
        ].filter(Boolean).join(' · ') || t('tasks.nobody')),
        isLate && plainChip(t('tasks.late'), 'tone-red shape-triangle')),
      !isDone && this.mayEnd(item) && this.app.may('work') && h('button', { class: 'button quiet icon-only',
        type: 'button', title: t('tasks.withdraw'), 'aria-label': t('tasks.withdraw-of', { title }),
        onclick: () => this.withdraw(item) }, icon('close')));
  }

  async end(item, box) {
    box.disabled = true;
    try {
      await this.app.api.changeCompanion(item, 'tasks', { state: box.checked ? 'done' : 'open' });
      this.app.messages.announce(t(box.checked ? 'tasks.ended' : 'tasks.opened', { title: item.title }));
      this.onChanged();
    } catch (problem) {
      box.checked = !box.checked;
      this.app.messages.bad(problemText(problem));
    }
    await this.load();
  }

  add() {
    const form = simpleForm({ action: t('tasks.add'),
      entries: [{ name: 'title', label: t('tasks.what'), required: true, autofocus: true },
        { name: 'owner', label: t('tasks.owner'), value: this.app.session?.user.name,
          help: t('tasks.owner-help') },
        { name: 'due', label: t('tasks.due-label'), type: 'day' }],
      onSubmit: async (values) => {
        const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value));
        await this.app.api.addCompanion(this.record.id, 'tasks', given);
        dialog.close();
        this.app.messages.good(t('tasks.added', { title: values.title }));
        await this.load();
        this.onChanged();
      } });
    const dialog = openDialog({ title: t('tasks.add-title'), body: form.element,
      keep: form.kept({ prefs: this.app.prefs, name: `task.new.${this.record.id}` }) });
  }

  async withdraw(item) {
    await this.askAndWithdraw({ about: `task.withdraw.${item.id}`, title: t('tasks.withdraw-title', { title: item.title }),
      text: t('tasks.withdraw-text'), action: t('tasks.withdraw'),
      send: (reason) => this.app.api.withdrawCompanion(item, 'tasks', reason) });
  }
}

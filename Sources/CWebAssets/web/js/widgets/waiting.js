/** Whether a file waits for its customer: since when, and how that begins and ends. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t } from '../i18n.js';
import { civilDate } from '../format.js';
import { reasonDialog } from './dialog.js';

export class WaitingPanel {
  /**
   * @param {{app: any, complaint: () => any, mayAct: () => boolean, onDone: (saved: any, message: string) => void}} place
   */
  constructor({ app, complaint, mayAct, onDone }) {
    Object.assign(this, { app, complaint, mayAct, onDone });
    this.body = h('div');
    this.element = h('section', { class: 'side-panel', 'aria-labelledby': 'waiting-title' },
      h('h2', { id: 'waiting-title' }, t('waiting.title')), this.body);
    this.draw();
  }

  dispose() {}

  draw() {
    const since = this.complaint().waiting_since ?? null;
    this.element.hidden = !since && !this.mayAct();
    const button = (key, isEnd) => this.mayAct() && h('button', { class: 'button', type: 'button',
      'aria-haspopup': 'dialog', onclick: () => this.ask(isEnd) }, t(key));
    replace(this.body,
      since && h('p', { class: 'next-way' }, icon('history'),
        h('span', null, t('waiting.since', { date: civilDate(since, language()) }))),
      h('div', { class: 'line wrap' }, button(since ? 'waiting.again' : 'waiting.ask', false),
        since && button('waiting.end', true)));
  }

  async ask(isEnd) {
    const kind = isEnd ? 'end' : 'ask';
    const { id } = this.complaint();
    const saved = await reasonDialog({ app: this.app, about: `waiting.${kind}.${id}`,
      title: t(`waiting.${kind}-title`), text: t(`waiting.${kind}-text`),
      label: t(`waiting.${kind}-label`), action: t(`waiting.${kind}-do`),
      send: (note) => isEnd ? this.app.api.endWaiting(id, note) : this.app.api.wait(id, note) });
    if (saved) this.onDone(saved, isEnd ? 'waiting.ended' : 'waiting.begun');
  }
}

/** What the person was told about clocks: a bell with the number of what is new, and the list. */
import { debounce, h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { civilDate, instant } from '../format.js';
import { closePanel, openFloating } from './menu.js';
import { problemText } from './states.js';

export class Bell {
  constructor(app) {
    this.app = app;
    this.unseen = 0;
    this.badge = h('span', { class: 'bell-count num', hidden: true, 'aria-hidden': 'true' });
    this.said = h('span', { class: 'unseen', role: 'status' });
    this.button = h('button', { class: 'button quiet icon-only bell', type: 'button',
      'aria-haspopup': 'dialog', 'aria-expanded': 'false', onclick: () => this.open() },
    icon('bell'), this.badge);
    this.element = h('span', { class: 'bell-place' }, this.button, this.said);
    this.look = debounce(() => this.load(), 400);
    let wasShown = false;
    const stop = app.live.listen((change) => {
      wasShown ||= this.element.isConnected;
      if (wasShown && !this.element.isConnected) stop();
      else if (change.isReset || change.entity === 'clock') this.look();
    });
    this.draw();
    this.load();
  }

  async load() {
    try {
      const { unseen } = await this.app.api.notifications({ limit: 1 });
      if (unseen > this.unseen) this.said.textContent = tn('bell.new', unseen);
      this.unseen = unseen;
      this.draw();
    } catch {
      // The next change, or the next page, asks again.
    }
  }

  draw() {
    const label = this.unseen ? tn('bell.new', this.unseen) : t('bell.title');
    this.button.setAttribute('aria-label', label);
    this.button.title = label;
    this.badge.hidden = this.unseen === 0;
    this.badge.textContent = this.unseen > 99 ? '99+' : String(this.unseen);
  }

  async open() {
    const list = h('div', { class: 'bell-list' }, h('p', { class: 'muted' }, t('bell.loading')));
    const panel = openFloating(this.button, h('div', { class: 'pop bell-pop' },
      h('h2', null, t('bell.title')), list), { label: t('bell.title') });
    if (!panel) return;
    try {
      const { items, unseen } = await this.app.api.notifications({ limit: 30 });
      replace(list, items.length === 0 ? h('p', { class: 'muted' }, t('bell.none'))
        : h('ul', null, items.map((item) => line(item))));
      if (unseen > 0) await this.app.api.seeNotifications(items[0].id);
      this.unseen = 0;
      this.draw();
    } catch (problem) {
      replace(list, h('p', { class: 'field-error' }, icon('warn'), problemText(problem)));
    }
  }
}

function line(item) {
  const level = item.percent >= 100 ? 'late' : item.percent >= 75 ? 'soon' : 'early';
  return h('li', { class: `told told-${level}${item.seen ? '' : ' told-new'}` },
    h('a', { href: `/complaints/${item.number}`, onclick: () => closePanel() },
      h('b', { class: 'num' }, item.number), item.summary && ` ${item.summary}`),
    h('p', null, t(item.percent >= 100 ? 'bell.over' : 'bell.gone', { percent: item.percent,
      rule: item.rule_name ? `${item.rule}, ${item.rule_name}` : item.rule,
      date: civilDate(item.due, language()) })),
    h('p', { class: 'muted small' }, instant(item.at, language(), 'short'),
      !item.seen && h('b', null, ` · ${t('bell.unseen')}`)));
}

/** Short messages at the edge, and the voice for screen readers. */
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';

const stayFor = 6000;

export class Messages {
  constructor() {
    this.list = h('div', { class: 'toasts', role: 'region', 'aria-label': t('toast.region') });
    this.voice = h('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
    this.element = h('div', null, this.list, this.voice);
  }

  /** Says something to those who listen. */
  announce(text) {
    this.voice.textContent = '';
    setTimeout(() => { this.voice.textContent = text; }, 60);
  }

  good(text) { this.show('good', 'check', text); }

  /** Stays until it is put away: it may hold a reason that must be read. */
  bad(text) { return this.show('bad', 'warn', text, true); }

  /** What was said of a page goes with it. */
  clear() { this.list.replaceChildren(); }

  show(kind, iconName, text, stays = false) {
    const toast = h('div', { class: `toast ${kind}`, role: kind === 'bad' ? 'alert' : 'status' },
      icon(iconName), h('span', { class: 'grow' }, text),
      h('button', { class: 'link', type: 'button', 'aria-label': t('action.close'),
        onclick: () => toast.remove() }, icon('close')));
    // One at a time: the newest is what the person just did, and the page stays in sight.
    this.list.replaceChildren(toast);
    if (!stays) setTimeout(() => toast.remove(), stayFor);
    return toast;
  }
}

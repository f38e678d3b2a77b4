/** What set-up and sign-in share: the card, the language switch. */
import { h } from '../dom.js';
import { brandMark } from '../icons.js';
import { language, t } from '../i18n.js';

export function gateCard(app, title, ...content) {
  return h('div', { class: 'gate-card' },
    h('div', { class: 'gate-brand' }, brandMark(), 'IBTool'),
    h('section', { class: 'gate-panel', 'aria-labelledby': 'gate-title' },
      h('h1', { id: 'gate-title' }, title), content),
    h('div', { class: 'gate-foot' }, h('span', null, t('gate.tagline')), languageSwitch(app)));
}

function languageSwitch(app) {
  return h('div', { class: 'segmented', role: 'group', 'aria-label': t('frame.language') },
    [['en', 'English'], ['fr', 'Français']].map(([code, name]) => h('button', {
      type: 'button', lang: code, 'aria-pressed': String(language() === code),
      onclick: () => app.speak(code),
    }, name)));
}

/** A complaint beside the grid: enough to decide whether to open it. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { chip } from '../widgets/chip.js';
import { recordSections } from '../widgets/fieldview.js';
import { emptyState, errorState } from '../widgets/states.js';

export class Peek {
  /** @param {import('../../app.js').App} app @param {{onClose: () => void}} hooks */
  constructor(app, hooks) {
    this.app = app;
    this.hooks = hooks;
    this.number = null;
    this.body = h('div', { class: 'peek-body' });
    this.title = h('h2', null);
    this.openLink = h('a', { class: 'button', href: '#' }, icon('open'), t('action.open'));
    this.element = h('aside', { class: 'peek', hidden: true, 'aria-label': t('peek.label'),
      tabIndex: -1, onkeydown: (event) => { if (event.key === 'Escape') hooks.onClose(); } },
    h('div', { class: 'peek-head' }, this.title, this.openLink,
      h('button', { class: 'button quiet icon-only', type: 'button', 'aria-label': t('action.close'),
        onclick: () => hooks.onClose() }, icon('close'))),
    this.body);
  }

  dispose() { this.loading?.abort(); }

  /** Shows a complaint by its number, or nothing. */
  async show(number) {
    if (number === this.number) return;
    this.number = number;
    this.loading?.abort();
    this.element.hidden = !number;
    if (!number) return;
    this.title.textContent = number;
    this.openLink.setAttribute('href', `/complaints/${number}`);
    const loading = new AbortController();
    this.loading = loading;
    try {
      const { record } = await this.app.api.complaint(number, loading.signal);
      if (!loading.signal.aborted) this.draw(record);
    } catch (problem) {
      if (loading.signal.aborted) return;
      this.number = null;
      replace(this.body, problem.status === 404 ? emptyState({ iconName: 'search',
        title: t('peek.missing', { number }), text: t('peek.missing-text') })
        : errorState(problem, () => this.show(number)));
    }
  }

  draw(record) {
    const { byName } = this.app.catalogue;
    this.element.scrollTop = 0;
    replace(this.body,
      h('div', { class: 'line wrap' }, chip(byName.get('status'), 'status', record.status),
        record.severity && chip(byName.get('severity'), 'severity', record.severity)),
      record.summary && h('p', { class: 'peek-summary' }, record.summary),
      h('div', { class: 'facts-narrow' }, recordSections(this.app.catalogue, record,
        ['number', 'status', 'severity', 'summary', 'version', 'id'])));
  }
}

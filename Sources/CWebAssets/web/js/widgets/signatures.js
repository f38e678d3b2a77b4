/** The signatures of a complaint: who signed which version as what, and whether that is the present one. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t } from '../i18n.js';
import { instant } from '../format.js';
import { plainChip } from './chip.js';
import { hashGroups, meaningText, signDialog } from './signdialog.js';
import { notice, problemText } from './states.js';

const plainMeanings = ['reviewed', 'approved', 'authored', 'responsibility'];

/** One signature: whose, as what, of which version, when and why. */
export function signatureItem(item) {
  return h('li', { class: 'signature' },
    h('div', { class: 'line wrap' }, h('b', null, item.name), h('span', { class: 'muted' }, item.signer)),
    h('div', null, meaningText(item.meaning), ' · ', t('signatures.version', { version: item.version })),
    h('time', { class: 'muted small', datetime: item.at }, instant(item.at, language())),
    item.reason && h('p', { class: 'reason' }, t('history.reason', { reason: item.reason })),
    h('details', { class: 'signature-hash' }, h('summary', null, t('signatures.hash')),
      h('code', { class: 'hash' }, hashGroups(item.hash))));
}

export class SignaturesPanel {
  /** @param {{app: import('../../app.js').App, record: () => any, onSigned: () => void}} o */
  constructor({ app, record, onSigned }) {
    this.app = app;
    this.record = record;
    this.onSigned = onSigned;
    this.list = null;
    this.element = h('section', { class: 'signatures', 'aria-labelledby': 'signatures-title' });
    this.draw();
  }

  async load() {
    try {
      this.list = await this.app.api.signatures(this.record().id);
      this.draw();
    } catch (problem) {
      this.draw(problem);
    }
  }

  draw(problem = null) {
    const items = this.list?.items ?? [];
    replace(this.element,
      h('div', { class: 'line' },
        h('h2', { id: 'signatures-title', class: 'grow' }, t('signatures.title'),
          items.length > 0 && h('span', { class: 'count' }, ` ${items.length}`)),
        this.app.may('sign') && h('button', { class: 'button quiet', type: 'button',
          onclick: () => this.sign() }, icon('sign'), t('sign.action'))),
      problem && notice('bad', problemText(problem), ' ', h('button', { class: 'link', type: 'button',
        onclick: () => this.load() }, t('action.retry'))),
      this.list && this.state(),
      items.length > 0 && h('ol', { class: 'signature-list' }, items.map(signatureItem)),
      items.length > 0 && h('p', { class: 'muted small' }, t('sign.scope-complaint')));
  }

  /** Whether what stands now is what was signed. */
  state() {
    const { version, items } = this.list;
    if (items.length === 0) return h('p', { class: 'muted' }, t('signatures.none'));
    const signed = items[0].version;
    if (signed === version) {
      return h('p', null, plainChip(t('signatures.current', { version }), 'tone-green shape-dot'));
    }
    const after = version - signed;
    return h('p', null, plainChip(after === 1 ? t('signatures.one-after', { signed, version })
      : t('signatures.after', { signed, from: signed + 1, version }), 'tone-amber shape-square'));
  }

  async sign() {
    await this.load();
    if (!this.list) return;
    const { version, hash } = this.list;
    const { number } = this.record();
    const made = await signDialog({
      app: this.app, about: `sign.${this.record().id}`, title: t('sign.title'), meanings: plainMeanings,
      what: [h('p', null, t('sign.what', { number, version })), h('p', { class: 'small' },
        t('signatures.hash'), t('list.colon'), h('code', { class: 'hash' }, hashGroups(hash)))],
      send: (signature, reason) => this.app.api.sign(this.record().id, version,
        { signature, reason: reason || null }),
    });
    if (!made) return;
    this.app.messages.good(t('sign.done', { number, version }));
    await this.load();
    this.onSigned();
  }
}

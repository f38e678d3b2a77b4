/** The anchors of the change log: the key that signs them, where they go, and what was signed. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t } from '../i18n.js';
import { ago, instant, number } from '../format.js';
import { plainChip } from '../widgets/chip.js';
import { hashGroups } from '../widgets/signdialog.js';
import { emptyState, notice, problemText } from '../widgets/states.js';

export async function render(app) {
  const first = await app.api.anchors();
  const page = new AnchorsPage(app, first);
  return { title: t('section.anchors'), element: page.element };
}

class AnchorsPage {
  constructor(app, first) {
    this.app = app;
    this.rows = h('tbody');
    this.more = h('div', { class: 'line' });
    const isEmpty = first.items.length === 0;
    this.element = h('div', { class: 'page anchors' },
      h('div', { class: 'page-head' }, h('h1', null, t('section.anchors'))),
      h('p', { class: 'muted' }, t('anchors.text')),
      h('section', { class: 'block' }, h('h2', null, t('anchors.key')), keyView(first.public_key)),
      h('section', { class: 'block' }, h('h2', null, t('anchors.destinations')),
        h('div', { class: 'table-scroll' }, h('table', { class: 'plain-table stacks' },
          h('thead', null, h('tr', null, ['destination', 'state', 'waiting', 'lost', 'last'].map((name) =>
            h('th', { scope: 'col' }, t(`anchors.${name}`))))),
          h('tbody', null, first.destinations.map(destinationRow))))),
      h('section', { class: 'block' }, h('h2', null, t('anchors.list')),
        isEmpty ? emptyState({ iconName: 'anchor', title: t('anchors.none'), text: t('anchors.none-text'),
          level: 'h3' })
          : h('div', { class: 'table-scroll' }, h('table', { class: 'plain-table stacks' },
            h('thead', null, h('tr', null, ['at', 'seq', 'hash'].map((name) =>
              h('th', { scope: 'col' }, t(`anchors.${name}`))))), this.rows)), this.more));
    this.add(first);
  }

  add({ items, next }) {
    this.rows.append(...items.map((anchor) => h('tr', null,
      h('td', { class: 'num whole' }, instant(new Date(anchor.at / 1000).toISOString(), language(), 'short')),
      h('td', { class: 'num' }, t('anchors.upto', { n: number(anchor.seq, language()) })),
      h('td', { class: 'grow' }, h('code', { class: 'hash' }, hashGroups(anchor.hash))))));
    replace(this.more, next && h('button', { class: 'button', type: 'button',
      onclick: () => this.load(next) }, t('audit.older')));
  }

  async load(cursor) {
    try {
      this.add(await this.app.api.anchors(cursor));
    } catch (problem) {
      replace(this.more, notice('bad', problemText(problem)));
    }
  }
}

/** The public key, to be copied and published. */
function keyView(pem) {
  if (!pem) return notice('warn', t('anchors.no-key'));
  const copy = h('button', { class: 'button', type: 'button', onclick: async () => {
    await navigator.clipboard?.writeText(pem);
    copy.lastChild.textContent = t('anchors.copied');
  } }, icon('file'), h('span', null, t('anchors.copy')));
  return [h('p', { class: 'muted' }, t('anchors.key-text')),
    h('pre', { class: 'key-text', tabIndex: 0, 'aria-label': t('anchors.key') }, pem.trim()),
    h('div', { class: 'line' }, copy)];
}

function destinationRow(item) {
  const name = item.name === 'file' ? t('anchors.file') : item.name;
  return h('tr', null, h('td', null, name),
    h('td', null, item.error ? [plainChip(t('anchors.failing'), 'tone-red shape-square'),
      h('div', { class: 'muted small', lang: 'en' }, item.error)]
      : plainChip(t('anchors.fine'), 'tone-green shape-dot')),
    h('td', { class: 'num' }, number(item.waiting, language())),
    h('td', { class: 'num' }, number(item.lost, language())),
    h('td', null, item.last_success ? h('time', { datetime: item.last_success,
      title: instant(item.last_success, language()) }, ago(item.last_success, language()))
      : t('tokens.never')));
}

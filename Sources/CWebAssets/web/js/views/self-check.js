/** What an inspector would object to, over all files: how many have what, and which they are. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { hasText, language, t, tn } from '../i18n.js';
import { civilDate, number } from '../format.js';
import { chip, plainChip } from '../widgets/chip.js';
import { emptyState, notice, problemText } from '../widgets/states.js';

const severityLook = { major: 'tone-red shape-triangle', minor: 'tone-amber shape-diamond',
  remark: 'tone-slate shape-ring' };
const pageSize = 100;

export async function render(app, place) {
  if (place.params.check) {
    const page = new CheckPage(app, place.params.check);
    await page.load();
    return { title: page.title, element: page.element, dispose: () => { page.isGone = true; } };
  }
  const page = new SelfCheckPage(app);
  page.load();
  return { title: t('section.checks'), element: page.element, dispose: () => { page.isGone = true; } };
}

const severity = (check) => plainChip(t(`checks.${check.severity}`), severityLook[check.severity]);

class SelfCheckPage {
  constructor(app) {
    this.app = app;
    this.body = h('div', { 'aria-live': 'polite' });
    this.database = h('div');
    this.element = h('div', { class: 'page checks' },
      h('div', { class: 'page-head' }, h('h1', null, t('section.checks')), h('div', { class: 'line wrap' },
        h('a', { class: 'button', href: app.api.selfCheckAddress(), download: '' }, icon('export'),
          t('checks.export')),
        h('button', { class: 'button', type: 'button', onclick: () => print() }, icon('print'),
          t('action.print')))),
      h('p', { class: 'muted' }, t('checks.text')), this.body,
      app.may('settings') && h('section', { class: 'block', 'aria-labelledby': 'checks-database' },
        h('h2', { id: 'checks-database' }, t('checks.database')),
        h('p', { class: 'muted' }, t('checks.database-text')),
        h('button', { class: 'button', type: 'button', onclick: () => this.verify() }, t('checks.verify')),
        this.database));
  }

  async load() {
    replace(this.body, h('p', { class: 'muted', role: 'status' }, t('checks.looking')));
    try {
      const found = await this.app.api.selfCheck();
      if (!this.isGone) this.show(found);
    } catch (problem) {
      if (this.isGone) return;
      replace(this.body, notice('bad', problemText(problem), ' ', h('button', { class: 'link', type: 'button',
        onclick: () => this.load() }, t('action.retry'))));
    }
  }

  show({ files, today, items }) {
    const objections = items.filter((item) => item.severity !== 'remark');
    const found = ['major', 'minor'].flatMap((severity) =>
      objections.filter((item) => item.severity === severity && item.count > 0));
    const clear = objections.filter((item) => item.count === 0);
    const remarks = items.filter((item) => item.severity === 'remark' && item.count > 0);
    replace(this.body,
      h('p', null, tn('checks.looked', files, { n: number(files, language()), day: civilDate(today, language()) }), ' ',
        h('b', null, tn('checks.found', found.length, { n: found.length, all: objections.length }))),
      found.length === 0
        ? emptyState({ iconName: 'check', title: t('checks.none'), text: t('checks.none-text') })
        : h('div', { class: 'block table-scroll' }, this.table(found, 'checks.objection')),
      remarks.length > 0 && h('section', { class: 'block', 'aria-labelledby': 'checks-remarks' },
        h('h2', { id: 'checks-remarks' }, t('checks.remarks')), h('p', { class: 'muted' }, t('checks.remarks-text')),
        h('div', { class: 'table-scroll' }, this.table(remarks, 'checks.remark'))),
      clear.length > 0 && h('details', { class: 'block' },
        h('summary', null, tn('checks.clear', clear.length, { n: clear.length })),
        h('ul', { class: 'checks-clear' }, clear.map((item) => h('li', null, icon('check'), ' ',
          item.sentence[language()], ' ', h('span', { class: 'muted small' }, item.citation[language()]))))));
  }

  table(items, heading) {
    return h('table', { class: 'plain-table stacks' }, h('thead', null, h('tr', null,
      [t('checks.severity'), t(heading), t('checks.law')].map((text) => h('th', { scope: 'col' }, text)),
      h('th', { scope: 'col', class: 'right' }, t('checks.files')))),
    h('tbody', null, items.map((item) => this.row(item))));
  }

  row(item) {
    return h('tr', null, h('td', null, severity(item)),
      h('td', { class: 'grow' }, h('a', { href: `/self-check/${item.id}` }, item.sentence[language()])),
      h('td', null, item.citation[language()]),
      h('td', { class: 'right stack-first' }, number(item.count, language()),
        h('span', { class: 'stack-label' }, ` ${tn('checks.files-of', item.count)}`)));
  }

  async verify() {
    replace(this.database, h('p', { class: 'muted', role: 'status' }, t('checks.verifying')));
    try {
      const { ok, checks } = await this.app.api.verify();
      replace(this.database, notice(ok ? 'good' : 'bad', t(ok ? 'checks.verified' : 'checks.damaged')),
        !ok && h('ul', null, checks.filter((check) => !check.ok).map((check) =>
          h('li', null, h('b', null, partText(check.name)), h('div', { class: 'small muted', lang: 'en' }, check.detail)))));
    } catch (problem) {
      replace(this.database, notice('bad', problemText(problem)));
    }
  }
}

/** What of the database does not agree; a part of a later version shows its name. */
const partText = (name) => hasText(`checks.part-${name}`) ? t(`checks.part-${name}`) : name;

class CheckPage {
  constructor(app, id) {
    Object.assign(this, { app, id, cursor: '', title: t('section.checks') });
    this.head = h('div');
    this.rows = h('tbody');
    this.more = h('div', { class: 'line' });
    this.table = h('div', { class: 'block table-scroll', hidden: true }, h('table', { class: 'plain-table stacks' },
      h('thead', null, h('tr', null, ['number', 'status', 'received', 'summary'].map((name) =>
        h('th', { scope: 'col' }, app.catalogue.byName.get(name)?.label ?? name)))), this.rows));
    this.element = h('div', { class: 'page checks' }, this.head, this.table, this.more);
  }

  /** The next page: an answer may hold fewer files, or none, and say where to go on. */
  async load() {
    const wanted = this.rows.children.length + pageSize;
    try {
      do {
        const { check, items, next } = await this.app.api.checkedFiles(this.id,
          { limit: wanted - this.rows.children.length, ...(this.cursor ? { cursor: this.cursor } : {}) });
        this.show(check, items, next, wanted);
      } while (this.cursor && !this.isGone && this.rows.children.length < wanted);
    } catch (problem) {
      replace(this.more, notice('bad', problemText(problem), ' ', h('button', { class: 'link', type: 'button',
        onclick: () => this.load() }, t('action.retry'))));
    }
  }

  show(check, items, next, wanted) {
    this.title = check.sentence[language()];
    this.cursor = next ?? '';
    replace(this.head, h('div', { class: 'page-head' },
      h('div', null, h('h1', null, this.title), h('p', { class: 'line wrap' }, severity(check),
        h('span', { class: 'muted' }, check.citation[language()]))),
      h('div', { class: 'line wrap' }, check.query && h('a', { class: 'button', href: `/complaints?${check.query}` },
        icon('complaints'), t('checks.as-list')),
      h('button', { class: 'button', type: 'button', onclick: () => print() }, icon('print'), t('action.print')))),
    h('p', null, h('a', { href: '/self-check' }, t('checks.back'))));
    this.rows.append(...items.map((item) => this.row(item)));
    this.table.hidden = this.rows.children.length === 0;
    if (next && this.rows.children.length < wanted) {
      replace(this.more, h('p', { class: 'muted', role: 'status' }, t('checks.looking')));
      return;
    }
    replace(this.more, next
      ? h('button', { class: 'button', type: 'button', onclick: () => this.load() }, t('checks.more'))
      : this.table.hidden && emptyState({ iconName: 'check', title: t('checks.no-file'), text: t('checks.no-file-text') }));
  }

  row(item) {
    return h('tr', null,
      h('td', null, h('a', { class: 'num whole', href: `/complaints/${encodeURIComponent(item.number)}` }, item.number)),
      h('td', null, chip(this.app.catalogue.byName.get('status'), 'status', item.status)),
      h('td', { class: 'num whole' }, item.received ? civilDate(item.received, language()) : '–'),
      h('td', { class: 'grow' }, item.summary ?? '–'));
  }
}

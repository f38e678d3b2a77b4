/** The IMDRF's annexes: which release of each is in force, and the import of another. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { instant, number } from '../format.js';
import { personName } from '../people.js';
import { forgetTerms } from '../terms.js';
import { stackLabel } from '../widgets/stacklabel.js';
import { notice, problemText } from '../widgets/states.js';

export async function render(app) {
  const page = new CodesPage(app);
  await page.load();
  return { title: t('section.codes'), element: page.element };
}

class CodesPage {
  constructor(app) {
    this.app = app;
    this.list = scroller(t('section.codes'));
    this.look = h('div', { class: 'block', 'aria-live': 'polite' });
    const input = h('input', { type: 'file', class: 'unseen', tabIndex: -1, 'aria-hidden': 'true',
      accept: '.xlsx,.json,.csv,.txt', onchange: () => { this.read(input.files[0]); input.value = ''; } });
    this.element = h('div', { class: 'page' },
      h('div', { class: 'page-head' }, h('h1', null, t('section.codes')),
        h('button', { class: 'button primary', type: 'button', onclick: () => input.click() },
          icon('upload'), t('codes.choose')), input),
      h('p', { class: 'muted' }, t('codes.text')), this.look, h('div', { class: 'block' }, this.list));
  }

  async load() {
    const { items } = await this.app.api.annexes();
    replace(this.list, h('table', { class: 'plain-table middle stacks' },
      h('thead', null, h('tr', null, ['annex', 'release', 'terms', 'imported'].map((name) =>
        h('th', { scope: 'col', class: name === 'terms' ? 'right' : '' }, t(`codes.${name}`))))),
      h('tbody', null, items.map(annexRow))));
  }

  /** Looks at a file; nothing is written yet. */
  async read(file, release = '') {
    if (!file) return;
    replace(this.look, h('p', { class: 'muted' }, t('codes.reading', { name: file.name })));
    try {
      const look = await this.app.api.importTerms(file, params(file, { preview: true, release }));
      this.show(file, look, release);
    } catch (problem) {
      replace(this.look, notice('bad', h('b', null, file.name), t('list.colon'), problemText(problem)));
    }
  }

  show(file, look, release) {
    const lacksRelease = look.annexes.some((annex) => annex.release === null);
    const field = h('input', { id: 'codes-release', class: 'input short', type: 'text', maxlength: 40,
      value: release, autocomplete: 'off', required: true });
    const isSkipping = look.problem_count > 0;
    const button = h('button', { class: 'button primary', type: 'submit' },
      isSkipping ? tn('codes.take-rest', look.problem_count) : t('codes.take'));
    const said = h('div', { 'aria-live': 'assertive' });
    const put = async () => {
      button.disabled = true;
      try {
        const asked = field.isConnected ? field.value.trim() : release;
        await this.app.api.importTerms(file, params(file, { release: asked, skip_bad: isSkipping }));
        forgetTerms();
        replace(this.look);
        this.app.messages.good(t('codes.taken', { name: file.name }));
        await this.load();
      } catch (problem) {
        replace(said, notice('bad', problemText(problem)));
        button.disabled = false;
      }
    };
    replace(this.look, h('form', { class: 'stack', onsubmit: (event) => { event.preventDefault(); put(); } },
      h('h2', null, t('codes.look', { name: file.name })), said,
      look.annexes.length > 0 && lookTable(look.annexes),
      look.annexes.map((annex) => annex.used_and_gone.count > 0 && h('p', { class: 'muted' },
        tn('codes.kept', annex.used_and_gone.count, { annex: annex.annex,
          codes: annex.used_and_gone.codes.slice(0, 20).join(', ') }))),
      isSkipping && problemTable(look),
      (lacksRelease || release) && look.annexes.length > 0 && h('div', { class: 'field' },
        h('label', { class: 'field-label', for: 'codes-release' }, t('codes.which')), field,
        h('p', { class: 'field-help' }, t('codes.which-help'))),
      h('div', { class: 'line wrap' }, look.annexes.length > 0 && button,
        h('button', { class: 'button', type: 'button', onclick: () => replace(this.look) },
          t('action.cancel')))));
    this.look.querySelector('h2').scrollIntoView?.({ block: 'nearest' });
  }
}

/** A table that may be wider than the page, also for who scrolls by keyboard. */
const scroller = (label, ...children) => h('div', { class: 'table-scroll bad-rows', role: 'region', tabIndex: 0,
  'aria-label': label }, ...children);

const params = (file, more) => new URLSearchParams({ name: file.name,
  ...Object.fromEntries(Object.entries(more).filter(([, value]) => value)) });

function annexRow({ annex, label, current, earlier }) {
  return h('tr', null,
    h('td', { class: 'grow' }, h('b', null, annex), ` ${label[language()]}`),
    h('td', null, current ? h('b', { class: 'num' }, current.release)
      : h('span', { class: 'muted' }, t('codes.never')),
    earlier.length > 0 && h('div', { class: 'muted small' },
      t('codes.before', { releases: [...new Set(earlier.map(({ release }) => release))].join(', ') }))),
    h('td', { class: 'right num' }, current && [stackLabel(t('codes.terms')),
      number(current.terms, language())]),
    h('td', { class: 'grow' }, current && [instant(current.imported, language(), 'short'),
      h('div', { class: 'muted small' }, `${personName(current.imported_by)} · ${current.file}`)]));
}

const countLabel = (name) => t(name === 'retired' ? 'codes.retired-count' : `codes.${name}`);

function lookTable(annexes) {
  const counts = ['terms', 'added', 'changed', 'unchanged', 'retired'];
  return scroller(t('codes.counts'), h('table', { class: 'plain-table stacks' },
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, t('codes.annex')),
      h('th', { scope: 'col' }, t('codes.release')), counts.map((name) =>
        h('th', { scope: 'col', class: 'right' }, countLabel(name))))),
    h('tbody', null, annexes.map((annex) => h('tr', null,
      h('th', { scope: 'row', class: 'grow' }, stackLabel(t('codes.annex')), annex.annex),
      h('td', { class: 'num grow' }, stackLabel(t('codes.release')), annex.release ?? '–',
        annex.replaces && h('span', { class: 'muted' }, ` (${t('codes.replaces', { release: annex.replaces })})`)),
      counts.map((name) => h('td', { class: 'right num' }, stackLabel(countLabel(name)),
        number(annex[name].count ?? annex[name], language()))))))));
}

function problemTable({ problems, problem_count: count }) {
  return h('div', { class: 'stack tight' },
    notice('warn', tn('codes.bad', count)),
    scroller(t('codes.bad-rows'), h('table', { class: 'plain-table stacks' },
      h('thead', null, h('tr', null, ['sheet', 'row', 'why'].map((name) =>
        h('th', { scope: 'col' }, t(`codes.${name}`))))),
      h('tbody', null, problems.slice(0, 100).map((problem) => h('tr', null,
        h('td', null, stackLabel(t('codes.sheet')), problem.sheet ?? '–'),
        h('td', { class: 'num' }, stackLabel(t('codes.row')), problem.row),
        h('td', { class: 'grow' }, problem.detail)))))));
}

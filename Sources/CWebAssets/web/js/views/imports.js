/** Imports: what was taken in, and a place to drop more. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { aligned, bytes, instant, number, percent } from '../format.js';
import { personName } from '../people.js';
import { plainChip, chipClass } from '../widgets/chip.js';
import { emptyState, notice, problemText } from '../widgets/states.js';

export async function render(app) {
  const page = new ImportsPage(app);
  await page.load();
  return { title: t('section.imports'), element: page.element };
}

class ImportsPage {
  constructor(app) {
    this.app = app;
    this.list = h('div');
    this.items = [];
    this.uploads = h('div', { class: 'stack tight uploads', 'aria-live': 'polite' });
    this.element = h('div', { class: 'page' },
      h('div', { class: 'page-head' }, h('h1', null, t('section.imports'))),
      app.may('import') ? this.dropZone() : notice('', t('forbidden.text')),
      this.uploads, h('div', { class: 'block' }, this.list));
  }

  dropZone() {
    const input = h('input', { type: 'file', multiple: true, class: 'unseen', tabIndex: -1,
      'aria-hidden': 'true', onchange: () => { this.take(input.files); input.value = ''; } });
    const zone = h('div', { class: 'drop' }, icon('upload'), h('b', null, t('import.drop')),
      h('p', { class: 'muted' }, t('import.formats')),
      h('button', { class: 'button primary', type: 'button', onclick: () => input.click() },
        t('import.choose')), input);
    zone.addEventListener('dragover', (event) => {
      event.preventDefault();
      zone.classList.add('over');
    });
    zone.addEventListener('dragleave', () => zone.classList.remove('over'));
    zone.addEventListener('drop', (event) => {
      event.preventDefault();
      zone.classList.remove('over');
      this.take(event.dataTransfer.files);
    });
    return zone;
  }

  /** Looks at each file; a single one opens its preview at once. */
  async take(files) {
    const chosen = [...files];
    const made = [];
    for (const file of chosen) {
      const preview = await this.upload(file);
      if (preview) made.push(preview);
    }
    if (chosen.length === 1 && made.length === 1) await this.app.router.go(`/imports/${made[0].id}`);
    else if (made.length > 0) await this.load();
  }

  async upload(file) {
    if (file.size === 0) {
      this.uploads.append(h('div', { class: 'upload' },
        notice('bad', h('b', null, file.name), t('list.colon'), t('import.empty'))));
      return null;
    }
    const fill = h('span');
    const said = h('span', { class: 'muted num' }, bytes(file.size, language()));
    const line = h('div', { class: 'stack tight upload' },
      h('div', { class: 'line' }, icon('file'), h('b', { class: 'grow' }, file.name), said),
      h('div', { class: 'progress' }, fill));
    this.uploads.append(line);
    try {
      const preview = await this.app.api.previewImport(file, (share) => {
        fill.style.setProperty('--share', `${share * 100}%`);
        said.textContent = percent(share, language());
      });
      keepFile(this.app, preview.id, file);
      line.remove();
      return preview;
    } catch (problem) {
      replace(line, notice('bad', h('b', null, file.name), t('list.colon'), problemText(problem)));
      return null;
    }
  }

  async load() {
    if (!this.app.may('import')) return;
    const { items, next } = await this.app.api.imports();
    this.items = items;
    this.draw(next);
  }

  /** Older imports below those that are shown; the focus stays where it was. */
  async loadOlder(cursor) {
    try {
      const { items, next } = await this.app.api.imports(cursor);
      this.items = [...this.items, ...items];
      this.draw(next);
      this.list.querySelector('.older')?.focus();
      this.app.messages.announce(tn('import.count', this.items.length));
    } catch (problem) {
      this.app.messages.bad(problemText(problem));
    }
  }

  draw(next) {
    replace(this.list, this.items.length === 0
      ? emptyState({ iconName: 'imports', title: t('import.none'), text: t('import.none-text') })
      : importTable(this.items),
    next && h('button', { class: 'button older', type: 'button',
      onclick: () => this.loadOlder(next) }, t('import.older')));
  }
}

function importTable(items) {
  const head = ['file', 'state', 'read', 'created', 'updated', 'unchanged', 'rejected', 'by', 'at'];
  return h('div', { class: 'table-scroll' }, h('table', { class: 'plain-table' },
    h('thead', null, h('tr', null, head.map((name) => h('th', { scope: 'col',
      class: isCount(name) ? 'right' : '' }, t(`import.${name}`))))),
    h('tbody', null, items.map((item) => h('tr', null,
      h('td', null, h('a', { href: `/imports/${item.id}` }, item.name)),
      h('td', null, stateChip(item), item.dry_run && [' ', plainChip(t('import.dry'))]),
      ['read', 'created', 'updated', 'unchanged', 'rejected'].map((name) =>
        h('td', { class: 'right' }, item.state === 'preview' ? '' : number(item[name], language()))),
      h('td', { class: 'whole' }, personName(item.by)),
      h('td', { class: 'num whole' }, aligned(instant(item.created_at, language(), 'short'))))))),
  h('p', { class: 'unseen' }, tn('import.count', items.length)));
}

const isCount = (name) => ['read', 'created', 'updated', 'unchanged', 'rejected'].includes(name);

/** The state of an import as a chip. */
export function stateChip(item) {
  return h('span', { class: chipClass('state', item.state) }, t(`state.${item.state}`));
}

/** Files chosen in this visit stay at hand, so that a run can follow a trial. */
export function keepFile(app, id, file) {
  const files = app.kept.get('files') ?? new Map();
  files.set(id, file);
  app.kept.set('files', files);
}

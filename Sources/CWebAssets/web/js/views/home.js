/** Home: where things stand, or the first minute of an empty IBTool. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { aligned, civilDate, number } from '../format.js';
import { deviceOf } from '../grid/cells.js';
import { bars, inOrder } from '../widgets/bars.js';
import { chip } from '../widgets/chip.js';
import { queueCards, openTasks } from '../widgets/queues.js';
import { problemText } from '../widgets/states.js';

const shown = ['status', 'severity', 'modality', 'country'];
const demoRows = 10_000;

export async function render(app) {
  const names = shown.filter((name) => app.catalogue.byName.get(name)?.facet);
  const [newest, counted] = await Promise.all([
    app.api.complaints(new URLSearchParams({ limit: '8', sort: '-received', total: 'none',
      fields: 'id,number,status,severity,received,summary,brand,product,model' })),
    app.api.facets(new URLSearchParams({ by: names.join(',') })),
  ]);
  const title = t('section.home');
  if (newest.items.length === 0) return { title, element: firstMinute(app) };
  return { title, element: overview(app, newest.items, counted, names) };
}

function overview(app, items, counted, names) {
  const { byName } = app.catalogue;
  return h('div', { class: 'page' },
    h('div', { class: 'page-head' }, h('div', { class: 'grow' },
      h('h1', null, t('home.title', { name: app.session.user.display_name || app.session.user.name })),
      h('p', { class: 'muted num' }, tn('home.total', counted.total))),
    app.may('intake') && h('a', { class: 'button primary', href: '/complaints/new' }, icon('plus'),
      t('action.new-complaint'))),
    queueCards(app), openTasks(app),
    h('div', { class: 'home-grid block' },
      names.map((name) => {
        const field = byName.get(name);
        const counts = inOrder(field, (counted.facets[name] ?? []).slice(0, 11)).slice(0, 11);
        return counts.length > 0 && h('section', null, h('h2', null, field.label),
          bars(field, counts, (value) => `/complaints?${new URLSearchParams({ [name]: value })}`));
      }),
      h('section', { class: 'home-wide' },
        h('h2', null, t('home.newest')), newestTable(app, items),
        h('p', null, h('a', { href: '/complaints?sort=-received' }, t('home.all'))))));
}

function newestTable(app, items) {
  const { byName } = app.catalogue;
  const label = (name) => byName.get(name)?.label ?? name;
  return h('div', { class: 'table-scroll' }, h('table', { class: 'plain-table stacks' },
    h('thead', null, h('tr', null, ['number', 'status', 'severity', 'received', 'summary'].map((name) =>
      h('th', { scope: 'col' }, label(name))))),
    h('tbody', null, items.map((item) => h('tr', null,
      h('td', { class: 'num' }, h('a', { href: `/complaints/${item.number}` }, item.number)),
      h('td', null, chip(byName.get('status'), 'status', item.status)),
      h('td', null, item.severity && chip(byName.get('severity'), 'severity', item.severity)),
      h('td', { class: 'num' }, aligned(civilDate(item.received, language(), 'short'))),
      h('td', { class: 'grow' }, item.summary || h('span', { class: 'muted' }, deviceOf(item))))))));
}

/** After set-up: something to see, one click away. */
function firstMinute(app) {
  const status = h('div', { role: 'status' });
  const demo = h('button', { class: 'choice', type: 'button', onclick: () => loadDemo(app, demo, status) },
    icon('complaints'), h('b', null, t('home.demo')),
    h('span', null, t('home.demo-text', { n: number(demoRows, language()) })));
  return h('div', { class: 'page' },
    h('div', { class: 'page-head' }, h('h1', null, t('home.welcome'))),
    h('p', { class: 'muted' }, t('home.welcome-text')),
    h('div', { class: 'choices block' },
      app.may('settings') && demo,
      app.may('import') && h('a', { class: 'choice', href: '/imports' }, icon('imports'),
        h('b', null, t('home.import')), h('span', null, t('home.import-text'))),
      app.may('intake') && h('a', { class: 'choice', href: '/complaints/new' }, icon('plus'),
        h('b', null, t('action.new-complaint')), h('span', null, t('home.record-text')))),
    status);
}

async function loadDemo(app, button, status) {
  button.disabled = true;
  const fill = h('span');
  const said = h('p', { class: 'muted num' }, t('home.demo-wait'));
  replace(status, h('div', { class: 'stack tight' }, h('div', { class: 'progress' }, fill), said));
  try {
    const { id } = await app.api.loadDemo(demoRows, 1);
    let job = { state: 'running', done: 0, total: demoRows };
    while (job.state === 'running' || job.state === 'queued') {
      await new Promise((resolve) => { setTimeout(resolve, 400); });
      job = await app.api.job(id);
      fill.style.setProperty('--share', `${(100 * job.done) / Math.max(1, job.total)}%`);
      said.textContent = t('home.demo-progress', { done: number(job.done, language()),
        total: number(job.total, language()) });
      app.messages.announce(said.textContent);
    }
    if (job.failure) throw new Error(job.failure);
    app.kept.clear();
    await app.router.go('/complaints');
  } catch (problem) {
    button.disabled = false;
    replace(status, h('p', { class: 'field-error' }, icon('warn'), problemText(problem)));
  }
}

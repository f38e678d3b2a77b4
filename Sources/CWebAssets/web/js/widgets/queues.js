/** What waits for somebody: saved lists with their counts, and one's own tasks. They fill in when they come. */
import { debounce, h, replace } from '../dom.js';
import { language, t } from '../i18n.js';
import { civilDate, number } from '../format.js';
import { plainChip } from './chip.js';

/** The queues as links into the grid; their counts follow what happens. @param {any} app */
export function queueCards(app) {
  const list = h('ul', { class: 'queue-list' });
  const element = h('section', { class: 'block', hidden: true, 'aria-labelledby': 'queues-title' },
    h('h2', { id: 'queues-title' }, t('queues.title')), list);
  const load = () => app.api.queues().then(({ items }) => {
    const counts = items.map((queue) => [queue.name, queue.count]);
    // Counts that stay leave the links, and the focus on them, as they are.
    if (list.dataset.counts === JSON.stringify(counts)) return;
    list.dataset.counts = JSON.stringify(counts);
    replace(list, items.map((queue) => h('li', null, h('a', { href: `/complaints?${queue.query}`,
      class: `queue${queue.name.endsWith('overdue') && queue.count > 0 ? ' is-late' : ''}` },
    h('b', { class: 'num' }, number(queue.count, language())),
    h('span', null, queue.label[language()] ?? queue.name)))));
    element.hidden = false;
  }, () => {
    // Home shows the rest; the grid says what is wrong.
  });
  const later = debounce(load, 500);
  let wasShown = false;
  const stop = app.live.listen((change) => {
    wasShown ||= element.isConnected;
    if (wasShown && !element.isConnected) stop();
    else if (['complaint', 'team'].includes(change.entity)) later();
  });
  load();
  return element;
}

/** One's own open tasks in all files, what is due first in front. @param {any} app */
export function openTasks(app) {
  const body = h('div');
  const element = h('section', { class: 'block', hidden: true, 'aria-labelledby': 'my-tasks-title' },
    h('h2', { id: 'my-tasks-title' }, t('queues.mine-tasks')), body);
  app.api.openTasks().then(({ items }) => {
    const today = new Date().toISOString().slice(0, 10);
    element.hidden = items.length === 0;
    replace(body, h('ul', { class: 'task-list' }, items.map((item) => h('li', { class: 'task' },
      h('div', { class: 'task-words' }, h('a', { href: `/complaints/${item.number}` },
        item.erased ? t('tasks.erased') : item.title),
      h('p', { class: 'muted small' }, [item.number,
        item.due && t('tasks.due', { date: civilDate(item.due, language(), 'short') })].filter(Boolean).join(' · ')),
      item.due && item.due < today && plainChip(t('tasks.late'), 'tone-red shape-triangle'))))));
  }, () => {
    // As above.
  });
  return element;
}

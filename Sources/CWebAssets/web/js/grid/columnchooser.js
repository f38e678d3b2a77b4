/** Which columns are shown, and in which order; all by keyboard. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { fold } from '../fold.js';
import { openDialog } from '../widgets/dialog.js';
import { moved } from './columns.js';

/**
 * @param {{all: import('./cells.js').Column[], names: string[], onChange: (names: string[]) => void,
 *   onReset: () => void}} options
 */
export function chooseColumns({ all, names, onChange, onReset }) {
  let chosen = [...names];
  const list = h('ul', { class: 'column-list' });
  const find = h('input', { class: 'input column-find', type: 'search', placeholder: t('columns.find'),
    'aria-label': t('columns.find'), oninput: () => draw() });
  const isFound = (column) => fold(column.label).includes(fold(find.value));
  const byName = new Map(all.map((column) => [column.name, column]));
  const change = (next, focus) => {
    chosen = next;
    onChange(chosen);
    draw();
    if (focus) list.querySelector(focus)?.focus();
  };
  const draw = () => {
    const rest = all.filter((column) => !chosen.includes(column.name) && isFound(column));
    replace(list, chosen.map((name, at) => isFound(byName.get(name)) && line(byName.get(name), at)),
      rest.map((column) => line(column, -1)));
  };
  const line = (column, at) => h('li', { class: 'line' },
    h('label', { class: 'check-line grow' },
      h('input', { type: 'checkbox', checked: at >= 0, disabled: at >= 0 && chosen.length === 1,
        onchange: () => change(at >= 0 ? chosen.filter((name) => name !== column.name)
          : [...chosen, column.name]) }), h('span', null, column.label)),
    at >= 0 && [moveButton(column, -1, at === 0), moveButton(column, 1, at === chosen.length - 1)]);
  const moveButton = (column, step, isOff) => h('button', {
    class: 'button quiet icon-only', type: 'button', disabled: isOff,
    dataset: { move: `${column.name}${step}` },
    'aria-label': t(step < 0 ? 'columns.up' : 'columns.down', { column: column.label }),
    onclick: () => change(moved(chosen, column.name, step), `[data-move="${column.name}${step}"]`),
  }, icon(step < 0 ? 'up' : 'down'));
  draw();
  const dialog = openDialog({
    title: t('columns.title'), body: [find, list],
    foot: [
      h('button', { class: 'button quiet', type: 'button', onclick: () => {
        dialog.close();
        onReset();
      } }, t('columns.reset')),
      h('button', { class: 'button primary', type: 'button', onclick: () => dialog.close() },
        t('action.done')),
    ],
  });
}

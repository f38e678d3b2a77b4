/** Somebody was faster: both versions side by side, a choice for each field, save again. */
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t, tn } from '../i18n.js';
import { threeWay } from '../patch.js';
import { personName } from '../people.js';
import { openDialog } from '../widgets/dialog.js';
import { valueView } from '../widgets/fieldview.js';

/**
 * @param {{catalogue: any, base: Object, mine: Object<string, any>, theirs: Object}} options
 * @returns {Promise<Object<string, any>|null>} my values to save on top of theirs; null: not now
 */
export async function resolveConflict({ catalogue, base, mine, theirs }) {
  const { conflicts, clean, taken } = threeWay(base, mine, theirs, Object.keys(mine));
  const choice = Object.fromEntries(conflicts.map(({ name }) => [name, 'mine']));
  const who = theirs.updated_by ? personName(theirs.updated_by) : t('conflict.someone');
  const label = (name) => catalogue.byName.get(name)?.label ?? name;
  const dialog = openDialog({
    title: t('conflict.title'), isWide: true,
    body: [
      h('p', { class: 'muted' }, t('conflict.text', { who })),
      conflicts.length > 0 && h('div', { class: 'conflict-table' },
        conflicts.map((conflict) => row(catalogue, conflict, choice, who))),
      clean.length > 0 && h('p', { class: 'line' }, icon('check'),
        t('conflict.clean', { fields: clean.map(label).join(', ') })),
      taken.length > 0 && h('p', { class: 'muted' },
        t('conflict.taken', { who, fields: taken.map(label).join(', ') })),
    ],
    foot: [
      h('button', { class: 'button', type: 'button', onclick: () => dialog.close(null) },
        t('conflict.later')),
      h('button', { class: 'button primary', type: 'button', 'data-autofocus': true,
        onclick: () => dialog.close(result()) },
      conflicts.length ? tn('conflict.save', conflicts.length) : t('conflict.save-clean')),
    ],
  });
  const result = () => Object.fromEntries([
    ...clean.map((name) => [name, mine[name]]),
    ...conflicts.filter(({ name }) => choice[name] === 'mine').map(({ name }) => [name, mine[name]]),
  ]);
  return await dialog.closed ?? null;
}

function row(catalogue, { name, base, mine, theirs }, choice, writer) {
  const field = catalogue.byName.get(name) ?? { name, label: name, type: 'text' };
  const side = (who, value) => h('label', { class: 'conflict-side' },
    h('input', { type: 'radio', name: `conflict-${name}`, checked: choice[name] === who,
      onchange: () => { choice[name] = who; } }),
    h('span', { class: 'grow' }, h('b', null, t(`conflict.${who}`, { who: writer })),
      h('div', null, valueView(field, value))));
  return h('fieldset', { class: 'conflict-row' }, h('legend', null, field.label,
    h('span', { class: 'muted' }, ` · ${t('conflict.was')} `, valueView(field, base))),
  h('div', { class: 'conflict-sides' }, side('mine', mine), side('theirs', theirs)));
}

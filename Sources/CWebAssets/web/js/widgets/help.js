/** What the keyboard can do. */
import { h } from '../dom.js';
import { hasText, t } from '../i18n.js';
import { openDialog } from './dialog.js';

const keys = [
  [['/'], 'help.search'], [['Ctrl', 'K'], 'help.palette'], [['N'], 'help.new'], [['?'], 'help.this'],
  [['↑', '↓', '←', '→'], 'help.arrows'], [['PgUp', 'PgDn'], 'help.page'],
  [['Home', 'End'], 'help.columns'], [['Ctrl', 'Home', 'End'], 'help.ends'],
  [['Enter'], 'help.open'], [['F2'], 'help.edit'], [['Space'], 'help.select'], [['Ctrl', 'A'], 'help.all'],
  [['P'], 'help.peek'], [['Esc'], 'help.escape'], [['Ctrl', 'S'], 'help.save'], [['F1'], 'help.why'],
];

/** What is written on the key. */
const keyName = (name) => hasText(`key.${name}`) ? t(`key.${name}`) : name;

/** Opens the list of keys. */
export function openHelp() {
  openDialog({
    title: t('help.title'),
    body: h('dl', { class: 'keys' }, keys.flatMap(([names, text]) => [
      h('dt', null, names.map((name) => h('kbd', null, keyName(name)))), h('dd', null, t(text)),
    ])),
  });
}

/** Backups: how each destination stands, what can be restored, what drills found. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { aligned, ago, bytes, instant, number, seconds } from '../format.js';
import { plainChip } from '../widgets/chip.js';
import { emptyState, notice, problemText } from '../widgets/states.js';
import { lagChart } from '../widgets/lagchart.js';
import { RestoreTimeline } from '../widgets/restoretimeline.js';

const pollEvery = 5000;
const drillsShown = 5;

const looks = { green: 'tone-green shape-dot', amber: 'tone-amber shape-half',
  red: 'tone-red shape-triangle' };

export async function render(app) {
  const page = new BackupsPage(app, await app.api.backups());
  return { title: t('section.backups'), element: page.element, dispose: () => page.dispose() };
}

class BackupsPage {
  constructor(app, state) {
    this.app = app;
    this.body = h('div');
    this.actions = h('div', { class: 'line wrap' });
    this.element = h('div', { class: 'page backups' },
      h('div', { class: 'page-head' }, h('h1', null, t('section.backups')), this.actions), this.body);
    this.destinations = state.destinations.map((_, index) => new DestinationBlock(app, index));
    this.keys = h('div', { class: 'block' });
    if (state.destinations.length === 0) this.drawNone();
    else this.drawAll(state);
    this.timer = setTimeout(() => this.poll(), pollEvery);
  }

  dispose() {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  drawNone() {
    replace(this.body, emptyState({ iconName: 'warn', title: t('backups.none'),
      text: t('backups.none-text') }),
    h('p', { class: 'centered' }, h('code', null,
      'ibtool serve --backup file:///mnt/backup/ibtool --backup-keys file:///mnt/vault/ibtool-keys')));
  }

  drawAll(state) {
    replace(this.actions,
      h('button', { class: 'button', type: 'button',
        onclick: () => this.ask('snapshot', 'snapshots') }, icon('upload'), t('backups.now')),
      h('button', { class: 'button primary', type: 'button',
        onclick: () => this.ask('drill', 'drills') }, icon('check'), t('backups.drill')));
    const blocks = this.destinations.map((block) => block.element);
    // Without its keys a proved backup gives no person's data back: that is read first.
    replace(this.body, state.keys ? [...blocks, this.keys] : [this.keys, ...blocks]);
    this.update(state);
  }

  update(state) {
    state.destinations.forEach((destination, index) =>
      this.destinations[index]?.update(destination, state));
    const { keys } = state;
    replace(this.keys, h('h2', null, t('backups.keys')), !keys
      ? notice('warn', t('backups.keys-none'))
      : keys.current ? h('p', null, t('backups.keys-current', { place: keys.destination }))
        : keys.error ? notice('bad', t('backups.keys-behind', { place: keys.destination, error: keys.error }))
          : h('p', null, t('backups.keys-waiting', { place: keys.destination })));
  }

  async poll() {
    try {
      const state = await this.app.api.backups();
      if (!this.isOver && state.destinations.length === this.destinations.length) this.update(state);
    } catch (problem) {
      // The frame says when the server is away; the next look may find it.
      if (!problem.isOffline && !this.isOver) this.app.messages.bad(problemText(problem));
    }
    if (!this.isOver) this.timer = setTimeout(() => this.poll(), pollEvery);
  }

  async ask(name, path) {
    try {
      await this.app.api.startBackup(path);
      this.app.messages.good(t(`backups.asked-${name}`));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.poll(), 500);
    } catch (problem) {
      this.app.messages.bad(problemText(problem));
    }
  }
}

/** One destination. Its timeline keeps what the reader chose while the rest is drawn anew. */
class DestinationBlock {
  constructor(app, index) {
    this.state = h('div', { class: 'stack' });
    this.timeline = new RestoreTimeline(app, index);
    this.drills = h('div');
    this.element = h('section', { class: 'block' }, this.state, this.timeline.element, this.drills);
  }

  update(destination, all) {
    replace(this.state,
      h('div', { class: 'line wrap' }, h('h2', { class: 'mono place-name' }, destination.destination),
        plainChip(t(`backups.level.${destination.level}`), looks[destination.level])),
      h('p', { class: 'lead' }, sentence(destination)), reasons(destination, all),
      facts(destination), lagChart(destination.lags));
    this.timeline.update(destination, all.keys);
    replace(this.drills, drillTable(destination, all));
  }
}

/** The state in one sentence. */
function sentence(destination) {
  const { level, state, drills, backed_up_to: until } = destination;
  if (level === 'green') return t('backups.green', { ago: ago(drills[0].began, language()) });
  if (state === 'current') return t('backups.green-quiet');
  if (!until) return t('backups.never');
  return t('backups.behind', { time: instant(until, language()) });
}

/** Why it is not green, and what to do. */
function reasons(destination, all) {
  if (destination.reasons.length === 0) return null;
  const limit = seconds(all.alarm_lag_seconds, language());
  const says = destination.state !== 'current' && destination.message;
  const fault = destination.reasons.includes('drill_failed') && destination.drills[0]?.fault;
  return h('div', { class: 'backup-reasons' }, destination.reasons.map((reason) =>
    h('dl', { class: `backup-reason level-${destination.level}` },
      h('dt', null, reason === 'attachments'
        ? tn('backups.reason.attachments', destination.attachments.missing)
        : t(`backups.reason.${reason}`, { limit })),
      h('dd', null, h('span', { class: 'muted' }, t('backups.what-to-do'), t('list.colon')),
        t(`backups.do.${reason}`)))),
  (fault || says) && h('p', { class: 'small muted', lang: 'en' },
    h('span', { lang: language() }, t('backups.message'), t('list.colon')), fault || says));
}

function facts(destination) {
  const code = language();
  const { attachments } = destination;
  return h('dl', { class: 'counts backup-facts' },
    fact('backups.snapshot', destination.last_snapshot
      ? instant(destination.last_snapshot, code, 'short') : t('backups.no-time')),
    fact('backups.stored', bytes(destination.stored_bytes, code),
      tn('backups.objects', destination.stored_objects)),
    fact('backups.waiting', bytes(destination.waiting_bytes, code)),
    fact('backups.attachments', number(attachments.stored, code), bytes(attachments.bytes, code)),
    fact('backups.transaction', number(destination.transaction, code)),
    fact('backups.encryption', t(encryptionOf(destination))));
}

/** Which words say who can restore it. */
function encryptionOf(destination) {
  if (destination.wrapped_by) return 'backups.wrapped';
  return destination.encrypted ? 'backups.encrypted' : 'backups.open';
}

const fact = (name, value, more) => h('div', null, h('dt', null, t(name)),
  h('dd', null, value, more && h('span', { class: 'small muted' }, ` ${more}`)));

function drillTable(destination, all) {
  const code = language();
  const every = all.drill_interval_seconds;
  const shown = destination.drills.slice(0, drillsShown);
  const columns = ['began', 'result', 'duration', 'size', 'files'];
  return h('div', { class: 'stack' }, h('h3', null, t('backups.drills')),
    h('p', { class: 'muted' }, t('backups.drills-text'), ' ', every
      ? t('backups.drills-every', { n: number(every / 3600, code) }) : t('backups.drills-by-hand')),
    (destination.drill_running_since || destination.drill_wanted)
      && h('p', { role: 'status' }, t('backups.running')),
    shown.length === 0 ? h('p', null, t('backups.drills-none'))
      : h('div', { class: 'table-scroll', tabindex: 0, role: 'group', 'aria-label': t('backups.drills') },
        h('table', { class: 'plain-table' },
          h('thead', null, h('tr', null, columns.map((name) =>
            h('th', { scope: 'col' }, t(`backups.${name}`))))),
          h('tbody', null, shown.map((drill) => drillRow(drill, code))))));
}

function drillRow(drill, code) {
  return h('tr', null,
    h('td', { class: 'num whole' }, aligned(instant(drill.began, code, 'short'))),
    h('td', null, plainChip(t(drill.passed ? 'backups.passed' : 'backups.failed'),
      looks[drill.passed ? 'green' : 'red']),
    !drill.passed && h('div', { class: 'small', lang: 'en' }, drill.fault),
    drill.passed && !drill.keys && h('div', { class: 'small muted' }, t('backups.without-keys'))),
    h('td', { class: 'num whole' }, seconds(drill.seconds, code)),
    h('td', { class: 'num whole' }, bytes(drill.bytes, code)),
    h('td', { class: 'num' }, number(drill.attachments, code), drill.attachments > 0
      && h('div', { class: 'small muted' }, tn('backups.read-whole', drill.attachments_read))));
}

/** The states of a destination along the time: point at one, and the command that restores it is there. */
import { h, replace, svg, uniqueID } from '../dom.js';
import { language, t, tn } from '../i18n.js';
import { instant } from '../format.js';
import { problemText } from '../widgets/states.js';

const ranges = { hour: 3600, day: 86400, week: 7 * 86400, all: null };
const parts = 120;
const height = 56;
const refreshEvery = 30000;

export class RestoreTimeline {
  constructor(app, index) {
    this.app = app;
    this.index = index;
    this.range = 'all';
    this.data = null;
    /** The chosen stretch, counted in those that hold states; null is the newest. */
    this.chosen = null;
    this.loadedAt = 0;
    this.chart = h('div', { class: 'timeline-chart' });
    this.words = h('p', { class: 'small muted' });
    this.picked = h('div', { class: 'stack' });
    this.slider = h('input', { type: 'range', min: 0, max: 0, step: 1, id: uniqueID('moment'),
      class: 'timeline-slider', oninput: () => this.choose(Number(this.slider.value)) });
    this.buttons = Object.keys(ranges).map((name) => h('button', { type: 'button',
      'aria-pressed': String(name === this.range), onclick: () => this.show(name) },
    t(`backups.range.${name}`)));
    this.element = h('div', { class: 'stack timeline' },
      h('div', { class: 'line wrap' }, h('h3', { class: 'grow' }, t('backups.timeline')),
        h('div', { class: 'segmented', role: 'group', 'aria-label': t('backups.range') }, this.buttons)),
      this.words, this.chart,
      h('label', { class: 'unseen', for: this.slider.id }, t('backups.moment')), this.slider, this.picked);
  }

  /** Takes what the command needs to say; loads now and then. */
  update(destination, keys) {
    this.destination = destination;
    this.keys = keys;
    if (Date.now() - this.loadedAt >= refreshEvery) this.load();
  }

  show(name) {
    this.range = name;
    this.chosen = null;
    this.buttons.forEach((button, index) =>
      button.setAttribute('aria-pressed', String(Object.keys(ranges)[index] === name)));
    this.load();
  }

  async load() {
    this.loadedAt = Date.now();
    const length = ranges[this.range];
    const from = length ? new Date(Date.now() - length * 1000).toISOString() : null;
    try {
      const range = this.range;
      const data = await this.app.api.backupTimeline(this.index, from, parts);
      if (range !== this.range) return;
      this.data = data;
      this.states = data.stretches.filter((stretch) => stretch.states > 0);
      this.draw();
    } catch (problem) {
      replace(this.words, problemText(problem));
    }
  }

  draw() {
    const { states, data } = this;
    const isEmpty = states.length === 0;
    this.slider.hidden = isEmpty;
    if (isEmpty) {
      replace(this.words, t('backups.timeline-empty'));
      replace(this.chart);
      replace(this.picked);
      return;
    }
    const count = states.reduce((sum, stretch) => sum + stretch.states, 0);
    const code = language();
    replace(this.words, tn('backups.timeline-text', count,
      { from: instant(states[0].last, code), to: instant(states.at(-1).last, code) }));
    this.slider.max = states.length - 1;
    replace(this.chart, drawing(data, states, (index) => {
      this.slider.value = index;
      this.choose(index);
    }));
    this.choose(this.chosen ?? states.length - 1, this.chosen === null);
  }

  choose(index, isNewest = false) {
    const place = Math.min(index, this.states.length - 1);
    this.chosen = isNewest ? null : place;
    this.slider.value = place;
    const state = this.states[place];
    const words = t('backups.chosen', { time: instant(state.last, language(), 'long', true),
      transaction: state.transaction });
    this.slider.setAttribute('aria-valuetext', words);
    for (const bar of this.chart.querySelectorAll('.timeline-bar')) {
      bar.classList.toggle('is-chosen', Number(bar.dataset.place) === place);
    }
    const command = restoreCommand(this.destination, this.keys, state);
    const copy = h('button', { class: 'button', type: 'button', onclick: async () => {
      await navigator.clipboard?.writeText(command);
      copy.textContent = t('backups.copied');
    } }, t('backups.copy'));
    replace(this.picked, h('p', { role: 'status' }, h('b', null, words)), h('p', null, t('backups.command')),
      h('div', { class: 'secret' }, h('span', { class: 'grow' }, command), copy),
      h('p', { class: 'small muted' }, t('backups.restore-text')));
  }
}

/** Bars as high as the bytes that were stored then; those that are pointed at are chosen. */
function drawing(data, states, onChoose) {
  const begin = new Date(data.from).getTime();
  const span = Math.max(1, new Date(data.to).getTime() - begin);
  const most = Math.max(1, ...states.map((stretch) => stretch.bytes));
  return svg('svg', { class: 'timeline-bars', viewBox: `0 0 ${parts * 6} ${height}`,
    preserveAspectRatio: 'none', 'aria-hidden': 'true', focusable: 'false' },
  states.map((stretch, place) => {
    const share = (new Date(stretch.from).getTime() - begin) / span;
    // By the root, so that a snapshot does not press everything else to the ground.
    const high = Math.max(4, Math.sqrt(stretch.bytes / most) * (height - 2));
    return svg('g', { class: `timeline-bar${stretch.snapshots > 0 ? ' has-snapshot' : ''}`,
      dataset: { place }, onclick: () => onChoose(place) },
    svg('rect', { class: 'timeline-reach', x: share * parts * 6, y: 0, width: 6, height }),
    svg('rect', { class: 'timeline-fill', x: share * parts * 6 + 0.5, y: height - high, width: 5,
      height: high }));
  }));
}

/** What restores that state. @returns {string} */
export function restoreCommand(destination, keys, state) {
  const words = ['ibtool restore', `--from ${quoted(destination.location)}`];
  if (keys) words.push(`--keys ${quoted(keys.location)}`);
  words.push(...unsealing('--encryption', destination), ...unsealing('--keys-encryption', keys));
  words.push(`--to ${t('backups.directory')}`, `--tx ${state.transaction}`);
  return words.join(' ');
}

/** The option that says what opens the objects of a place. @returns {string[]} none for those in the clear */
function unsealing(option, place) {
  if (!place?.encrypted) return [];
  return [`${option} ${place.wrapped_by ? quoted(place.wrapped_by) : t('backups.key-file')}`];
}

/** As a shell reads it: as it is, or in single quotes. */
const quoted = (text) => /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

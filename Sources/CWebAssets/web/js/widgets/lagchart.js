/** The lag of the last hour, drawn; its figures stand beside it in words. */
import { h, svg } from '../dom.js';
import { language, t } from '../i18n.js';
import { seconds } from '../format.js';

const samples = 360;
const width = 360;
const height = 48;
/** A quiet line stays at the bottom: less than this is drawn as nearly nothing. */
const leastTop = 5;

/** @param {number[]} lags in seconds, one each ten seconds, oldest first */
export function lagChart(lags) {
  const title = h('h3', null, t('backups.lag'));
  if (lags.length === 0) return h('div', null, title, h('p', { class: 'muted' }, t('backups.lag-none')));
  const most = Math.max(...lags);
  const words = t('backups.lag-text', { now: seconds(lags.at(-1), language()),
    most: seconds(most, language()) });
  return h('div', { class: 'lag' }, title,
    svg('svg', { class: 'lag-chart', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none',
      'aria-hidden': 'true', focusable: 'false' },
    svg('path', { class: 'lag-area', d: `${path(lags, most)}V${height}H${left(lags, 0)}Z` }),
    svg('path', { class: 'lag-line', d: path(lags, most) })),
    h('p', { class: 'small muted' }, words));
}

const left = (lags, index) => width - (lags.length - 1 - index) * (width / (samples - 1));

/** The line as a path: steps from left to right, the newest at the right edge. */
export function path(lags, most) {
  const top = Math.max(most, leastTop);
  const points = lags.map((lag, index) =>
    `${left(lags, index).toFixed(1)} ${(height - 1 - (lag / top) * (height - 4)).toFixed(1)}`);
  return `M${points.join('L')}`;
}

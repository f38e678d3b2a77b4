/** The icons, drawn on a 16 × 16 grid with one stroke. Decorative: words stand beside them. */
import { svg } from './dom.js';

const shapes = {
  home: 'M2.5 7.5 8 2.8l5.5 4.7M4 6.5v7h3v-4h2v4h3v-7',
  complaints: 'M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  base: 'M8 1.8 13.5 5v6L8 14.2 2.5 11V5zM2.5 5 8 8.2 13.5 5M8 8.2v6',
  imports: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.5 10.5v3h11v-3',
  admin: 'M8 5.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M3.6 12.4 5 11M11 5l1.4-1.4',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3l3.4 3.4',
  wider: 'M5 5 2 8l3 3M11 5l3 3-3 3M2.4 8h11.2',
  narrower: 'M2.5 5l3 3-3 3M13.5 5l-3 3 3 3M8 3v10',
  site: 'M3 13.5v-11h7v11M10 6.5h3v7M1.8 13.5h12.4M5.2 5h2.6M5.2 7.5h2.6M5.2 10h2.6',
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5 6.5 12 13 4.5',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.1M2.5 8h.1M2.5 12h.1',
  bell: 'M8 2.2a4 4 0 0 1 4 4v3l1.3 2.2H2.7L4 9.2v-3a4 4 0 0 1 4-4zM6.6 13.4a1.5 1.5 0 0 0 2.8 0',
  people: 'M5.8 3.2a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4zM1.8 13c0-2.3 1.7-3.6 4-3.6s4 1.3 4 3.6M10.8 3.6a2 2 0 0 1 0 3.8M11.4 9.6c1.7.3 2.8 1.5 2.8 3.4',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  left: 'M10 4 6 8l4 4',
  right: 'M6 4l4 4-4 4',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z',
  screen: 'M2 3h12v8H2zM6 13.5h4M8 11v2.5',
  filter: 'M2.5 3.5h11L9.5 8.5v4l-3 1.2V8.5z',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  density: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  export: 'M8 10V2.5M4.8 5.7 8 2.5l3.2 3.2M2.5 10.5v3h11v-3',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.5M13 2.5v2.7h-2.7',
  warn: 'M8 2.3 14.3 13.3H1.7zM8 6.5v3.2M8 11.4v.2',
  note: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.2v3.6M8 5v.2',
  offline: 'M2 2l12 12M4.6 9.4A4.8 4.8 0 0 1 7 8.1M1.8 6.6A9 9 0 0 1 5 4.6M7.6 4a9 9 0 0 1 6.6 2.6M10.5 8.8c.3.2.6.4.9.6M8 12.4v.2',
  lock: 'M4 7.2h8v6.3H4zM5.7 7V5a2.3 2.3 0 0 1 4.6 0v2',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v2.5M10.5 2v2.5',
  file: 'M4 1.8h5L12.5 5.3v8.9H4zM9 1.8v3.5h3.5',
  upload: 'M8 11V3.5M4.8 6.7 8 3.5l3.2 3.2M3 13.5h10',
  person: 'M8 2.5a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2zM2.8 13.8c.4-3 2.5-4.3 5.2-4.3s4.8 1.3 5.2 4.3',
  key: 'M5.5 6.2a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6zM7.9 7.2 13.5 2M11 4.3l2 2',
  out: 'M6.5 2.5h-4v11h4M10.5 5 13.5 8l-3 3M13.5 8H6',
  print: 'M4.5 5.5v-3h7v3M4.5 11h-2V5.5h11V11h-2M4.5 9h7v4.5h-7z',
  edit: 'M3 13l.6-2.8L11 2.8l2.2 2.2-7.4 7.4z',
  open: 'M9 2.5h4.5V7M13.2 2.8 8 8M7 3.5H2.5v10h10V9',
  rail: 'M2.5 3h11v10h-11zM6 3v10',
  undo: 'M5.5 3 2.5 6l3 3M2.8 6H10a3.5 3.5 0 0 1 0 7H6',
  history: 'M2.6 6.2A5.8 5.8 0 1 1 2.3 9M2.5 2.8v3.4h3.4M8 5v3.2l2.2 1.4',
  anchor: 'M8 5.2V14M8 2a1.6 1.6 0 1 0 0 3.2A1.6 1.6 0 0 0 8 2zM5.5 7.5h5M2.5 9.5A5.5 5 0 0 0 8 14a5.5 5 0 0 0 5.5-4.5',
  sign: 'M2.5 13.5h11M3.5 10.5c2.5 0 6-8 4.2-8-1.7 0-2.4 6.5-1 7.8 1.2 1.1 2.2-2.8 3.1-2.8.8 0 .2 2 1.2 2.4.5.2 1.2-.1 2-.9',
  dots: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  question: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM6.2 6.3A1.9 1.9 0 1 1 8 8.4v.9M8 11.2v.2',
};

/** An icon by name; it says nothing to a screen reader. */
export function icon(name) {
  return svg('svg', {
    class: 'icon', viewBox: '0 0 16 16', fill: 'none', stroke: 'currentColor',
    'stroke-width': name === 'dots' ? 2 : 1.4, 'stroke-linecap': 'round',
    'stroke-linejoin': 'round', 'aria-hidden': 'true', focusable: 'false',
  }, svg('path', { d: shapes[name] }));
}

/** The mark of the product. */
export function brandMark() {
  return svg('svg', { class: 'brand-mark', viewBox: '0 0 32 32', 'aria-hidden': 'true' },
    svg('rect', { width: 32, height: 32, rx: 7, fill: 'currentColor' }),
    svg('g', { fill: 'none', stroke: 'var(--on-accent)', 'stroke-width': 2.6,
      'stroke-linecap': 'round' },
    svg('circle', { cx: 16, cy: 16, r: 8.5 }),
    svg('path', { d: 'M16 12v5.2M16 20.6v.2' })));
}

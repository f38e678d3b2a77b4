/** Status and severity as a word with a shape and a colour; never a colour alone. */
import { h } from '../dom.js';
import { valueLabel } from '../catalogue.js';

const looks = {
  severity: {
    critical: 'tone-red shape-triangle', serious: 'tone-amber shape-diamond',
    minor: 'tone-slate shape-dot', none: 'tone-slate shape-ring', unknown: 'tone-slate shape-ring',
  },
  status: {
    received: 'tone-blue shape-ring', triage: 'tone-blue shape-half',
    assessed: 'tone-blue shape-dot', investigation: 'tone-violet shape-half',
    action: 'tone-violet shape-dot', reply: 'tone-violet shape-square',
    review: 'tone-amber shape-half', closed: 'tone-green shape-square',
    not_a_complaint: 'tone-slate shape-square', duplicate: 'tone-slate shape-square',
    withdrawn: 'tone-slate shape-square',
  },
  outcome: {
    death: 'tone-red shape-triangle', serious_injury: 'tone-amber shape-diamond',
    malfunction: 'tone-slate shape-dot',
  },
  state: {
    undoing: 'tone-blue shape-half', done: 'tone-green shape-dot', running: 'tone-blue shape-half', queued: 'tone-blue shape-ring',
    preview: 'tone-slate shape-ring', failed: 'tone-red shape-triangle',
    cancelled: 'tone-slate shape-square', undone: 'tone-slate shape-square',
  },
};

/** The class names of a value's chip, or null when the field has no chips. */
export function chipClass(fieldName, value) {
  const known = looks[fieldName];
  return known ? `chip ${known[value] ?? 'tone-slate shape-ring'}` : null;
}

/** The tone of a value for charts: "red", "amber", "green", "violet", "slate" or "". */
export function toneOf(fieldName, value) {
  const tone = /tone-(\w+)/.exec(looks[fieldName]?.[value] ?? '')?.[1] ?? '';
  return tone === 'blue' ? '' : tone;
}

/** @param {import('../catalogue.js').Field|undefined} field */
export function chip(field, fieldName, value) {
  return h('span', { class: chipClass(fieldName, value) ?? 'chip shape-none' }, valueLabel(field, value));
}

/** A chip with free text. */
export function plainChip(text, look = 'shape-none') {
  return h('span', { class: `chip ${look}` }, text);
}

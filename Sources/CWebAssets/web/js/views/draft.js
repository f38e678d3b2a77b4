/** What a report to an authority would say as the file stands, on screen and on paper, and what is missing. */
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { valueLabel } from '../catalogue.js';
import { plainChip } from '../widgets/chip.js';

export async function render(app, place) {
  const { record } = await app.api.complaint(place.params.number);
  const draft = await app.api.reportDraft(record.id, place.params.form);
  const title = t('draft-view.title', { form: draft.name, number: record.number });
  return { title, element: h('article', { class: 'page draft-page' },
    h('div', { class: 'page-head' }, h('h1', null, title), h('div', { class: 'line' },
      h('a', { class: 'button', href: `/complaints/${encodeURIComponent(record.number)}` }, icon('left'), t('versions.back')),
      h('button', { class: 'button', type: 'button', onclick: () => print() }, icon('print'), t('action.print')))),
    h('p', { class: 'muted' }, t('draft-view.text', { version: draft.version })),
    missing(draft.missing), draft.sections.map((part) => section(app.catalogue, part))) };
}

function missing(lines) {
  if (lines.length === 0) return h('p', { class: 'next-ready' }, icon('check'), t('draft-view.complete'));
  return h('section', { class: 'block draft-missing', 'aria-labelledby': 'draft-missing' },
    h('h2', { id: 'draft-missing' }, tn('draft-view.missing', lines.length)),
    h('ul', { class: 'checklist' }, lines.map((line) => h('li', null, h('span', null, h('b', null, line.number), ' ',
      line.label, line.state === 'partial' && [' ', partly()],
      line.lacks.length > 0 && h('span', { class: 'muted small' }, ` (${lacking(line)})`),
      line.state === 'by_hand' && h('span', { class: 'muted small' }, ` (${t('draft-view.by-hand')})`))))));
}

const partly = () => plainChip(t('draft-view.partial'), 'tone-amber shape-half');

/** What the form requires and is not there. */
const lacking = ({ lacks }) => new Intl.ListFormat(language(), { type: 'unit', style: 'short' })
  .format(lacks.map((lack) => lack.label));

function section(catalogue, { code, title, citation, note, items }) {
  return h('section', { class: 'block draft-section', 'aria-labelledby': `section-${code}` },
    h('h2', { id: `section-${code}` }, `${code} · ${title}`, ' ', h('span', { class: 'muted small' }, citation)),
    note && h('p', { class: 'muted' }, note),
    items.length > 0 && h('table', { class: 'plain-table' }, h('tbody', null, items.map((line) => h('tr', null,
      h('th', { scope: 'row' }, h('span', { class: 'num' }, line.number), ' ', line.label,
        line.citation && h('div', { class: 'muted small' }, line.citation)),
      h('td', null, content(catalogue, line)))))));
}

function content(catalogue, line) {
  const { state, values } = line;
  if (state === 'by_hand') return h('span', { class: 'muted' }, t('draft-view.by-hand'));
  const shown = values.filter((value) => value.value || value.withheld);
  return [shown.map((value) => h('div', { class: 'draft-value' },
    values.length > 1 && h('span', { class: 'muted small' }, value.label, t('list.colon')),
    value.withheld ? h('span', { class: 'muted' }, t('draft-view.withheld'))
      : h('span', { class: 'prose' }, text(catalogue.byName.get(value.field), value.value)))),
  shown.length === 0 && h('span', { class: 'muted' }, t('draft-view.empty')),
  state === 'missing' && values.length === 1 && [' ', plainChip(t('draft-view.required'), 'tone-amber shape-ring')],
  line.lacks.length > 0 && values.length > 1 && h('p', { class: 'small draft-lacks' }, state === 'partial' && [partly(), ' '],
    h('b', null, t('draft-view.lacks')), t('list.colon'), lacking(line))];
}

/** Countries are named; everything else comes in words. */
const text = (field, value) => field?.reference === 'country' ? `${valueLabel(field, value)} (${value})` : value;

/** What a dry run found: how many files would change, by which rules, and which. */
import { h } from '../dom.js';
import { language, t, tn } from '../i18n.js';
import { civilDate, number } from '../format.js';
import { jurisdictionName, valueLabel } from '../catalogue.js';
import { appliesText } from '../rulecondition.js';
import { notice } from '../widgets/states.js';

/** @param {Object} document of the version that was tried out */
export function dryRunView(result, document, catalogue) {
  const { job } = result;
  const status = catalogue.byName.get('status');
  const isChange = (item) => item.lines.some((line) => !line.decided);
  const changes = result.items.filter(isChange);
  const settled = result.items.filter((item) => !isChange(item));
  const files = (items) => h('table', { class: 'plain-table stacks' },
    h('thead', null, h('tr', null, ['file', 'state', 'what'].map((name) =>
      h('th', { scope: 'col' }, t(`rules.${name}`))))),
    h('tbody', null, items.map((item) => h('tr', null,
      h('td', null, h('a', { href: `/complaints/${item.number}` }, item.number)),
      h('td', null, valueLabel(status, item.status)),
      h('td', { class: 'grow' }, item.lines.map((line) => h('div', { class: line.decided ? 'muted' : '' },
        lineText(line), line.decided && ` · ${t('rules.line-decided')}`)))))));
  return [
    job.state === 'failed' && notice('bad', job.failure),
    h('p', { role: 'status' }, t('rules.dry-done', { files: number(result.files, language()),
      id: result.compared_with }), ' ', result.changed === 0 ? t('rules.dry-nothing')
      : tn('rules.dry-changed', result.changed, { open: number(result.changed_open, language()) }),
    result.decided > 0 && ` ${tn('rules.dry-decided', result.decided)}`),
    result.by_rule.length > 0 && h('table', { class: 'plain-table dry-counts' },
      h('thead', null, h('tr', null, ['rule', 'gained', 'lost', 'moved'].map((name) =>
        h('th', { scope: 'col', class: name === 'rule' ? '' : 'right' }, t(`rules.${name}`))))),
      h('tbody', null, result.by_rule.map((line) => h('tr', null, h('th', { scope: 'row' }, line.rule,
          h('p', { class: 'muted small' }, ruleText(line.rule, document, catalogue))),
        ['gained', 'lost', 'moved'].map((name) => h('td', { class: 'right' },
          number(line[name], language()))))))),
    changes.length > 0 && [h('h3', null, changes.length < result.changed
      ? t('rules.dry-first', { n: number(changes.length, language()) }) : t('rules.dry-files')), files(changes)],
    settled.length > 0 && h('details', { class: 'block' }, h('summary', null, settled.length < result.decided
      ? t('rules.dry-decided-first', { n: number(settled.length, language()) }) : t('rules.dry-decided-files')),
    files(settled)),
  ];
}

/** When a rule of the version applies; a rule that only the other one has is known there. */
function ruleText(id, document, catalogue) {
  const rule = document.rules.find((known) => known.id === id);
  return rule && appliesText(rule, document, catalogue);
}

/** Jurisdictions by their names. */
const placesText = (codes) => codes?.split(/[\s,]+/).filter(Boolean)
  .map((code) => jurisdictionName(code, language())).join(', ') || '–';

function lineText({ rule, before, after }) {
  if (!rule) return t('rules.line-decision', { before: placesText(before), after: placesText(after) });
  const day = (text) => civilDate(text, language(), 'short');
  if (!before) return t('rules.line-gained', { rule, after: day(after) });
  if (!after) return t('rules.line-lost', { rule, before: day(before) });
  return t('rules.line-moved', { rule, before: day(before), after: day(after) });
}

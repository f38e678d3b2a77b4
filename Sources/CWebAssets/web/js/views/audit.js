/** The change log of everything: who did what to which record, found by person, kind, act and time. */
import { h, replace, uniqueID } from '../dom.js';
import { icon } from '../icons.js';
import { capital, hasText, language, t, tn } from '../i18n.js';
import { parseDate, today } from '../dates.js';
import { instant } from '../format.js';
import { logWords } from '../logwords.js';
import { personName } from '../people.js';
import { changeView, isTold } from '../widgets/change.js';
import { dateInput } from '../widgets/dateinput.js';
import { plainChip } from '../widgets/chip.js';
import { emptyState, notice, problemText } from '../widgets/states.js';

export async function render(app, place) {
  const [{ kinds, acts }, words] = await Promise.all([app.api.changeKinds(), logWords(app), app.peopleKnown]);
  const page = new AuditPage(app, words, kinds, acts);
  page.update(place);
  return { title: t('section.audit'), element: page.element, update: (next) => page.update(next) };
}

const kindText = (name) => hasText(`kind.${name}`) ? t(`kind.${name}`) : name;
const actText = (name) => hasText(`act.${name}`) ? t(`act.${name}`) : name;

class AuditPage {
  /** @param {string[]} kinds of records and @param {string[]} acts that the log knows, as the server tells them */
  constructor(app, words, kinds, acts) {
    this.app = app;
    this.words = words;
    /** What the sites that accounts are bound to are called. @type {Map<number, string>} */
    this.siteNames = new Map();
    this.turn = 0;
    this.rows = h('tbody');
    this.more = h('div', { class: 'line' });
    this.state = h('div', { 'aria-live': 'polite' });
    this.inputs = {
      actor: labelled('actor', h('input', { class: 'input', type: 'text', autocomplete: 'off', spellcheck: 'false' })),
      entity: labelled('entity', choice(kinds, kindText)),
      operation: labelled('operation', choice(acts, actText)),
      from: day('from'),
      to: day('to'),
    };
    const form = h('form', { class: 'line wrap filters-line', 'aria-label': t('audit.filters'),
      onsubmit: (event) => { event.preventDefault(); this.search(); } },
    Object.values(this.inputs).map((input) => input.element),
    h('button', { class: 'button primary', type: 'submit' }, icon('search'), t('audit.find')),
    h('button', { class: 'button quiet', type: 'button', onclick: () => this.clear() }, t('audit.clear')));
    for (const name of ['entity', 'operation', 'from', 'to']) {
      this.inputs[name].element.addEventListener('change', () => this.search());
    }
    this.element = h('div', { class: 'page audit' },
      h('div', { class: 'page-head' }, h('h1', null, t('section.audit')),
        h('a', { class: 'button', href: app.api.changesAddress(), download: '' }, icon('export'),
          t('audit.export'))),
      h('p', { class: 'muted' }, t('audit.text')), form, this.state,
      h('div', { class: 'block table-scroll' }, h('table', { class: 'plain-table stacks' },
        h('thead', null, h('tr', null, ['when', 'who', 'what', 'changes'].map((name) =>
          h('th', { scope: 'col' }, t(`audit.${name}`))))), this.rows)), this.more);
  }

  /** The address holds the filters. */
  search() {
    if (!['from', 'to'].every((name) => this.inputs[name].check())) return;
    const params = new URLSearchParams();
    for (const [name, input] of Object.entries(this.inputs)) {
      const value = input.read();
      if (value) params.set(name, value);
    }
    this.app.router.go(`/admin/audit?${params}`);
  }

  clear() {
    for (const input of Object.values(this.inputs)) input.write('');
    this.search();
  }

  update(place) {
    const params = new URLSearchParams(place.search);
    // A day that is none finds nothing to compare with.
    for (const name of ['from', 'to']) if (!isDay(params.get(name))) params.delete(name);
    for (const [name, input] of Object.entries(this.inputs)) input.write(params.get(name) ?? '');
    this.load(params);
  }

  async load(params, cursor = '') {
    this.turn += 1;
    const { turn } = this;
    const asked = new URLSearchParams({ limit: '100' });
    for (const name of ['actor', 'entity', 'operation']) {
      if (params.get(name)) asked.set(name, params.get(name));
    }
    // Days are the reader's own, and the last one counts whole.
    if (params.get('from')) asked.set('from', midnight(params.get('from'), 0));
    if (params.get('to')) asked.set('to', midnight(params.get('to'), 1));
    if (cursor) asked.set('cursor', cursor);
    try {
      const { items, next } = await this.app.api.changes(asked);
      await this.learnSites(items);
      if (turn !== this.turn) return;
      if (!cursor) replace(this.rows);
      this.rows.append(...items.map((item) => this.row(item)));
      replace(this.state, this.rows.children.length === 0
        && emptyState({ iconName: 'history', title: t('audit.none'), text: t('audit.none-text') }));
      replace(this.more, next && h('button', { class: 'button', type: 'button',
        onclick: () => this.load(params, next) }, t('audit.older')));
    } catch (problem) {
      if (turn === this.turn) replace(this.state, notice('bad', problemText(problem)));
    }
  }

  row(item) {
    return h('tr', null,
      h('td', { class: 'num whole' }, h('time', { datetime: item.at }, instant(item.at, language(), 'short')),
        h('div', { class: 'muted small' }, t('audit.row', { seq: item.seq }))),
      h('td', null, personName(item.actor), h('div', { class: 'muted small' },
        [hasText(`origin.${item.origin}`) ? t(`origin.${item.origin}`) : item.origin, item.address]
          .filter(Boolean).join(' · '))),
      h('td', null, actText(item.operation), ' ', plainChip(kindText(item.entity)), h('div', null, this.link(item)),
        item.reason && h('div', { class: 'muted small' }, t('history.reason', { reason: item.reason }))),
      h('td', { class: 'grow' }, this.changes(item)));
  }

  link(item) {
    // Whatever belongs to a complaint stands in the log under its number.
    if (/^[A-Z]+-\d{4}-\d+$/.test(item.code)) {
      return h('a', { class: 'num', href: `/complaints/${encodeURIComponent(item.code)}` }, item.code);
    }
    if (item.entity === 'rule_set') return h('a', { href: `/admin/rules/${item.id}` }, t('rules.name', { id: item.id }));
    if (item.entity === 'setting' && hasText(`setting.${item.code}`)) return t(`setting.${item.code}`);
    return ['user', 'token', 'session'].includes(item.entity) ? personName(item.code) : item.code;
  }

  /** What changed: open values in words; of sealed ones that they did. */
  changes(item) {
    const told = item.changes.filter((change) => isTold(change, item.operation === 'create'));
    if (told.length === 0) return null;
    const list = h('dl', { class: 'changes' }, told.map((change) =>
      changeView(this.words, item.entity, this.named(item, change), item.operation)));
    return told.length <= 3 ? list
      : h('details', null, h('summary', null, tn('history.fields', told.length)), list);
  }

  /** The log keeps the sites of an account as numbers. */
  named(item, change) {
    if (item.entity !== 'user' || change.field !== 'sites') return change;
    const names = (text) => text && numbers(text).map((id) => this.siteNames.get(id) ?? String(id));
    return { ...change, old: names(change.old), new: names(change.new) };
  }

  async learnSites(items) {
    const ids = items.filter((item) => item.entity === 'user').flatMap((item) => item.changes)
      .filter((change) => change.field === 'sites').flatMap(({ old, new: fresh }) => [old, fresh])
      .filter(Boolean).flatMap(numbers).filter((id) => !this.siteNames.has(id));
    await Promise.all([...new Set(ids)].map(async (id) => {
      const { record } = await this.app.api.entity('sites', id).catch(() => ({ record: null }));
      this.siteNames.set(id, record ? `${record.code} ${record.name}` : String(id));
    }));
  }
}

/** "[1,3]" → [1, 3] */
const numbers = (text) => JSON.parse(text);

function midnight(day, daysLater) {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}

function choice(values, textOf) {
  const choices = values.map((value) => ({ value, text: capital(textOf(value)) }))
    .sort((one, other) => one.text.localeCompare(other.text, language()));
  return h('select', { class: 'input' }, h('option', { value: '' }, t('audit.all')),
    choices.map(({ value, text }) => h('option', { value }, text)));
}

/** A filter: how it is drawn, read and written. */
function labelled(name, input) {
  input.id = uniqueID('audit');
  return { read: () => input.value.trim(), write: (value) => { input.value = value; },
    element: h('div', { class: 'field' }, h('label', { class: 'field-label', for: input.id }, t(`audit.${name}`)), input) };
}

function day(name) {
  const { element, read, setValue, check } = dateInput({ label: t(`audit.${name}`), value: null });
  return { element, check, read: () => read() ?? '', write: (value) => setValue(value || null) };
}

const isDay = (text) => parseDate(text ?? '', { today: today() }) === text;

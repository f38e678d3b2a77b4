/** The versions of one complaint: what differs between two of them, and the whole file as it stood. */
import { h, replace, uniqueID } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { instant } from '../format.js';
import { logWords } from '../logwords.js';
import { personName } from '../people.js';
import { versionAsked } from '../versionasked.js';
import { recordSections } from '../widgets/fieldview.js';
import { changeView } from '../widgets/change.js';
import { dateInput } from '../widgets/dateinput.js';
import { notice, problemText } from '../widgets/states.js';

export async function render(app, place) {
  const { record } = await app.api.complaint(place.params.number);
  const [versions, words] = await Promise.all([versionsOf(app, record), logWords(app), app.peopleKnown]);
  const page = new VersionsPage(app, record, versions, words);
  page.update(place);
  return { title: t('versions.title', { number: record.number }), element: page.element,
    update: (next) => page.update(next) };
}

/** Every version with its time and author, newest first, as far as the history tells. */
async function versionsOf(app, record) {
  const versions = [];
  let cursor = '';
  do {
    const { items, next } = await app.api.wholeHistory(record.id, cursor);
    versions.push(...items.filter((item) => item.version !== null && item.operation !== 'read'));
    cursor = next ?? '';
  } while (cursor);
  return versions;
}

class VersionsPage {
  constructor(app, record, versions, words) {
    this.app = app;
    this.words = words;
    this.record = record;
    this.versions = versions;
    this.from = this.select(t('versions.from'), () => this.go({ from: this.from.value, to: this.to.value }));
    this.to = this.select(t('versions.to'), () => this.go({ from: this.from.value, to: this.to.value }));
    this.shown = this.select(t('versions.shown'), () => this.go({ version: this.shown.value }));
    this.day = dateInput({ label: t('versions.day'), value: null });
    this.time = h('input', { class: 'input time-input', type: 'text', id: uniqueID('time'), autocomplete: 'off',
      spellcheck: 'false', placeholder: t('versions.time-like'), oninput: () => {
        this.time.setCustomValidity('');
        if (!this.day.isBad()) this.day.refuse(null);
      } });
    this.differences = h('div', { 'aria-live': 'polite' });
    this.past = h('div', { 'aria-live': 'polite' });
    const back = `/complaints/${encodeURIComponent(record.number)}`;
    this.element = h('div', { class: 'page versions' },
      h('div', { class: 'page-head' }, h('h1', null, t('versions.title', { number: record.number })),
        h('a', { class: 'button', href: back }, icon('left'), t('versions.back'))),
      h('section', { class: 'block', 'aria-labelledby': 'differences' },
        h('h2', { id: 'differences' }, t('versions.compare')),
        h('div', { class: 'line wrap filters-line' }, this.from.element, this.to.element), this.differences),
      h('section', { class: 'block', 'aria-labelledby': 'past' },
        h('h2', { id: 'past' }, t('versions.past')),
        h('form', { class: 'line wrap filters-line', onsubmit: (event) => this.ask(event) },
          this.shown.element,
          this.day.element,
          h('div', { class: 'field' }, h('label', { class: 'field-label', for: this.time.id },
            t('versions.time'), h('span', { class: 'optional' }, t('versions.time-help'))), this.time),
          h('button', { class: 'button', type: 'submit' }, t('versions.show'))), this.past));
  }

  select(label, onChange) {
    const id = uniqueID('version');
    const input = h('select', { id, class: 'input', onchange: onChange }, this.versions.map((item) =>
      h('option', { value: item.version }, t('versions.option', { version: item.version,
        when: instant(item.at, language(), 'short'), who: personName(item.actor) }))));
    return { input, get value() { return input.value; },
      element: h('div', { class: 'field' }, h('label', { class: 'field-label', for: id }, label), input) };
  }

  /** The address says what is shown, so that Back and links work. */
  go(values) {
    const params = new URLSearchParams(location.search);
    if ('version' in values) params.delete('as_of');
    if ('as_of' in values) params.delete('version');
    for (const [name, value] of Object.entries(values)) params.set(name, value);
    this.app.router.go(`${location.pathname}?${params}`, { isReplacing: true });
  }

  ask(event) {
    event.preventDefault();
    if (!this.day.check()) return;
    const { refused, ...values } = versionAsked({ day: this.day.read(), time: this.time.value,
      version: this.shown.value }, this.newest);
    this.time.setCustomValidity(refused === 'time' ? t('versions.no-time') : '');
    if (refused === 'time') this.time.reportValidity();
    else if (refused) this.day.refuse(t('versions.no-day'));
    else this.go(values);
  }

  get newest() { return this.versions[0]?.version ?? 1; }

  update(place) {
    const params = new URLSearchParams(place.search);
    const from = params.get('from') || String(Math.max(1, this.newest - 1));
    const to = params.get('to') || String(this.newest);
    this.from.input.value = from;
    this.to.input.value = to;
    this.compare(from, to);
    const moment = params.get('as_of');
    const version = params.get('version') || String(this.newest);
    this.shown.input.value = moment ? '' : version;
    this.tell(moment ? () => this.app.api.asOf(this.record.id, moment)
      : () => this.app.api.version(this.record.id, version), moment);
  }

  async compare(from, to) {
    if (this.versions.length === 1) {
      replace(this.differences, h('p', { class: 'muted' }, t('versions.single')));
      return;
    }
    try {
      const found = await this.app.api.compare(this.record.id, from, to);
      replace(this.differences, h('p', { class: 'muted' },
        tn('versions.differences', found.changes.length, { from, to })),
      h('dl', { class: 'changes' }, found.changes.map((change) =>
        changeView(this.words, 'complaint', change))));
    } catch (problem) {
      replace(this.differences, notice('bad', problemText(problem)));
    }
  }

  async tell(ask, moment) {
    try {
      const past = await ask();
      const isNow = past.version === this.versions[0]?.version;
      this.shown.input.value = past.version;
      replace(this.past, notice(isNow ? '' : 'warn', t(isNow ? 'versions.is-now' : 'versions.is-past', {
        version: past.version, when: instant(past.updated, language()), who: personName(past.updated_by),
      }), moment && [' ', t('versions.as-of', { when: instant(moment, language()) })]),
      past.erased && notice('', t('versions.erased')),
      recordSections(this.app.catalogue, past, ['number', 'id', 'version']));
    } catch (problem) {
      replace(this.past, problem.status === 404 ? notice('warn', t('versions.none'))
        : notice('bad', problemText(problem)));
    }
  }
}

/** The clocks of one complaint: what is due when and by which law, and what somebody has to decide. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { civilDate, datesInWords, instant } from '../format.js';
import { jurisdictionName } from '../catalogue.js';
import { personName } from '../people.js';
import { appliesText } from '../rulecondition.js';
import { ruleDocument } from '../rulesets.js';
import { plainChip } from './chip.js';
import { LivePanel } from './livepanel.js';

const looks = {
  running: 'tone-slate shape-ring', soon: 'tone-amber shape-half', overdue: 'tone-red shape-triangle',
  ended: 'tone-green shape-dot',
};

export class ClocksPanel extends LivePanel {
  /** @param {{app: any, record: {id: number}}} place */
  constructor({ app, record }) {
    super(150);
    Object.assign(this, { app, record });
    this.heading = h('h2', { id: 'clocks-title' }, t('clocks.title'));
    this.body = h('div');
    this.element = h('section', { class: 'clocks', 'aria-labelledby': 'clocks-title' }, this.heading,
      this.body);
    this.load();
  }

  async load() {
    try {
      const [found] = await Promise.all([this.app.api.clocks(this.record.id), this.app.peopleKnown]);
      const rules = found.clocks.length > 0 ? await ruleDocument(this.app.api, found.rule_set) : null;
      if (!this.isGone) this.draw(found, rules);
    } catch (problem) {
      this.showProblem(this.body, problem);
    }
  }

  /** @param {Object} found @param {Object|null} rules the text of the rule set that the clocks run by */
  draw({ clocks, decisions, superseded, rule_set: set, today }, rules) {
    const item = (clock) => clockItem(clock, this.reason(clock, rules));
    const open = clocks.filter((clock) => clock.state !== 'ended')
      .sort((one, other) => one.due.localeCompare(other.due));
    const ended = clocks.filter((clock) => clock.state === 'ended');
    const isFolded = this.body.querySelector('details.past')?.open;
    replace(this.body,
      decisions.length > 0 && h('ul', { class: 'decisions' }, decisions.map(decision)),
      open.length > 0 && h('ol', { class: 'clock-list' }, open.map(item)),
      open.length === 0 && decisions.length === 0 && h('p', { class: 'muted' }, t('clocks.none')),
      ended.length > 0 && fold('ended', tn('clocks.ended', ended.length),
        h('ol', { class: 'clock-list' }, ended.map(item))),
      superseded.length > 0 && fold('past', tn('clocks.superseded', superseded.length),
        h('ol', { class: 'clock-list' }, [...superseded].reverse().map(pastItem)), isFolded),
      h('p', { class: 'muted small' }, t('clocks.by', { set, day: civilDate(today, language()) })));
  }

  /** When the rule of a clock applies. */
  reason(clock, rules) {
    const rule = rules?.rules.find(({ id }) => id === clock.rule);
    return rule ? appliesText(rule, rules, this.app.catalogue) : '';
  }
}

const fold = (name, title, list, isOpen = false) => h('details', { class: `clock-fold ${name}`, open: isOpen },
  h('summary', null, title), list);

function decision({ jurisdiction, sentence }) {
  return h('li', { class: 'decision' }, icon('question'), h('div', null,
    h('b', null, t('clocks.decide', { where: jurisdictionName(jurisdiction, language()) })), h('div', { class: 'small' }, said(sentence))));
}

/** A sentence of the server, in words. */
const said = (sentence) => datesInWords(sentence, language());

/** How many days are left, in words. */
function left(clock) {
  if (clock.days_left === null) return '';
  if (clock.days_left === 0) return t('clocks.today');
  return clock.days_left > 0 ? tn('clocks.left', clock.days_left) : tn('clocks.over', -clock.days_left);
}

function clockItem(clock, reason) {
  return h('li', { class: `clock is-${clock.state}` },
    h('div', { class: 'line wrap' },
      h('time', { class: 'clock-due', datetime: clock.due }, civilDate(clock.due, language())),
      plainChip(t(`clocks.state-${clock.state}`), looks[clock.state]),
      h('span', { class: 'muted small' }, left(clock))),
    h('div', null, h('b', null, clock.rule), ' ', clock.name),
    h('p', { class: 'small clock-sentence' }, said(clock.sentence)),
    reason && h('p', { class: 'muted small' }, reason),
    clock.of_member && h('p', { class: 'muted small' }, t('clocks.of-member')),
    clock.ended && h('p', { class: 'muted small' }, said(clock.ended)));
}

function pastItem(clock) {
  return h('li', { class: 'clock is-past' },
    h('div', { class: 'line wrap' }, h('s', null, h('time', { class: 'clock-due', datetime: clock.due },
      civilDate(clock.due, language()))), h('b', null, clock.rule), clock.name),
    h('p', { class: 'small clock-sentence' }, said(clock.sentence)),
    h('p', { class: 'muted small' }, t('clocks.superseded-by', { who: personName(clock.by),
      when: instant(clock.superseded, language(), 'short') }), ' ', clock.why,
    clock.successor && ` ${t('clocks.successor', { rule: clock.successor,
      day: civilDate(clock.successor_due, language()) })}`),
    clock.reason && h('p', { class: 'reason small' }, clock.reason));
}

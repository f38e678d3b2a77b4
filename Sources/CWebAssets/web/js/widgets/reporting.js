/** Reportability: for each jurisdiction its clock, what was decided and signed, and the reports. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { language, t, tn } from '../i18n.js';
import { civilDate, datesInWords, instant } from '../format.js';
import { personName } from '../people.js';
import { plainChip } from './chip.js';
import { decideDialog, decisionWords } from './decide.js';
import { reportDialog } from './reportdialog.js';
import { signDialog } from './signdialog.js';
import { LivePanel } from './livepanel.js';
import { stayInView } from './stayinview.js';

const looks = { decide: 'tone-amber shape-square', sign: 'tone-amber shape-half', report: 'tone-amber shape-triangle',
  done: 'tone-green shape-dot' };
const verdictLooks = { reportable: 'tone-red shape-triangle', not_reportable: 'tone-slate shape-ring',
  further_information: 'tone-amber shape-square' };
const forms = { US: 'fda-3500a', EU: 'eu-mir' };

/** A sentence of the server, in words. */
const said = (sentence) => datesInWords(sentence, language());

export class ReportingPanel extends LivePanel {
  /**
   * @param {{app: any, complaint: () => any, isLocked: () => boolean, onChanged: () => void,
   *   late: () => Node|null}} place `late` says what to do with what arrives after the end
   */
  constructor({ app, complaint, isLocked, onChanged, late }) {
    super(150);
    Object.assign(this, { app, complaint, isLocked, onChanged, late });
    this.heading = h('h2', { id: 'reporting-title', tabIndex: -1 }, t('reporting.title'));
    this.body = h('div');
    this.element = h('section', { class: 'side-panel reporting', 'aria-labelledby': 'reporting-title' },
      this.heading, this.body);
    this.load();
  }

  focus() {
    this.heading.focus();
    this.heading.scrollIntoView({ block: 'center' });
  }

  async load() {
    try {
      const [found] = await Promise.all([this.app.api.reporting(this.complaint().id), this.app.peopleKnown]);
      if (this.isGone) return;
      this.rows = found.jurisdictions;
      this.draw();
    } catch (problem) {
      this.showProblem(this.body, problem);
    }
  }

  draw() {
    const focused = document.activeElement?.closest?.('.jurisdiction')?.dataset.code;
    this.unfolded = [...this.body.querySelectorAll('details[open]')]
      .map((fold) => fold.closest('.jurisdiction').dataset.code);
    replace(this.body, this.rows.length === 0 ? h('p', { class: 'muted' }, t('reporting.none'))
      : [
      h('ul', { class: 'jurisdictions' }, this.rows.map((row) => this.row(row))), this.late()]);
    if (focused) this.body.querySelector(`[data-code="${focused}"] button`)?.focus();
    this.seek();
  }

  /** Leads here when the address says so, the first time that there is something to see. */
  seek() {
    if (this.isFound || location.hash !== `#${this.heading.id}`) return;
    this.isFound = true;
    this.heading.focus({ preventScroll: true });
    stayInView(this.heading.id, this.body);
  }

  row(row) {
    return h('li', { class: 'jurisdiction', dataset: { code: row.code } },
      h('div', { class: 'line wrap' }, h('h3', { class: 'grow' }, row.name),
        this.next(row)),
      this.clock(row), this.decision(row), this.past(row), this.reports(row), this.tools(row));
  }

  /** What comes next; nothing does in a file that is at its end, which may have ended undecided. */
  next(row) {
    const quiet = !row.applies ? 'reporting.left' : this.isUndecided(row) && 'reporting.undecided';
    return quiet ? plainChip(t(quiet), 'tone-slate shape-ring')
      : plainChip(t(`reporting.next-${row.next}`), looks[row.next]);
  }

  isUndecided({ next }) { return this.isLocked() && next === 'decide'; }

  /** The clock that ends first, or why somebody has to decide. */
  clock(row) {
    const { clocks, needed } = row;
    const open = clocks.filter((clock) => clock.state !== 'ended')
      .sort((one, other) => one.due.localeCompare(other.due));
    const shown = open[0] ?? (!this.isUndecided(row) && clocks.find((clock) => clock.ended));
    return [needed && h('p', { class: 'small jurisdiction-needed' }, icon('question'), said(needed.sentence)),
      shown && h('p', { class: 'small' }, h('b', null, shown.rule), ' ', h('span', { class: 'muted' },
        said(shown.ended ?? shown.sentence))),
      open.length > 1 && h('p', { class: 'muted small' }, tn('reporting.more-clocks', open.length - 1))];
  }

  decision({ decision: found, standing }) {
    if (!found) return null;
    return [this.ruling(found), standing && h('p', { class: 'muted small' }, t('reporting.until')),
      standing && this.ruling(standing)];
  }

  ruling({ decision, signature }) {
    return h('div', { class: 'ruling' }, this.verdict(decision),
      signature ? h('p', { class: 'muted small' }, icon('sign'), t('reporting.signed', { who: signature.name,
        when: instant(signature.at, language(), 'short') }))
        : decision.verdict !== 'further_information' && plainChip(t('reporting.unsigned'), 'tone-amber shape-half'));
  }

  verdict(decision) {
    const isOther = decision.proposal && decision.proposal !== decision.verdict;
    return [h('div', { class: 'line wrap' }, plainChip(t(`verdict.${decision.verdict}`), verdictLooks[decision.verdict]),
      h('span', { class: 'muted small' }, t('reporting.decided', { who: personName(decision.decided_by),
        when: civilDate(decision.decided, language(), 'short') }),
      decision.rule && ` · ${decision.rule}`, ` · ${t('rules.name', { id: decision.rule_set })}`)),
    isOther && h('p', { class: 'muted small' }, t('reporting.overrides', { verdict: t(`verdict.${decision.proposal}`) })),
    h('p', { class: 'small prose' }, decision.erased ? t('reporting.erased') : decision.rationale)];
  }

  past({ code, superseded }) {
    if (superseded.length === 0) return null;
    return h('details', { class: 'clock-fold', open: this.unfolded.includes(code) }, h('summary', null, tn('reporting.superseded', superseded.length)),
      [...superseded].reverse().map(({ decision, signature }) => h('div', { class: 'ruling is-past' },
        this.verdict(decision), h('p', { class: 'muted small' }, t(`superseded.${decision.superseded_why}`, {
          when: instant(decision.superseded, language(), 'short') }),
        signature && ` ${t('reporting.was-signed', { who: signature.name })}`))));
  }

  reports(row) {
    const items = row.reports.filter(({ report }) => !report.withdrawn);
    if (items.length === 0) return null;
    return h('ul', { class: 'report-list' }, items.map((item) => this.report(row, item)));
  }

  report(row, { report, due, sentence, days_late: late }) {
    const date = (value) => civilDate(value, language(), 'short');
    const name = t(`report.type-${report.type}`) + (report.sequence ? ` ${report.sequence}` : '');
    return h('li', { class: 'report-item' },
      h('div', { class: 'line wrap' }, h('b', null, name), report.report_number && h('span', { class: 'num' }, report.report_number),
        report.submitted ? h('span', { class: 'muted small' }, t('report.submitted-on', { day: date(report.submitted),
          who: personName(report.submitted_by) })) : plainChip(t('report.owed'), 'tone-amber shape-ring'),
        late > 0 && plainChip(tn('report.late', late), 'tone-red shape-triangle'),
        late === 0 && report.submitted && plainChip(t('report.on-time'), 'tone-green shape-dot')),
      due && h('p', { class: 'muted small' }, sentence ? said(sentence) : t('report.due', { day: date(due) })),
      h('p', { class: 'muted small' }, [
        report.acknowledged && t('report.acknowledged-on', { day: date(report.acknowledged),
          number: report.acknowledgement_number ?? '' }).trim(),
        report.follow_up_requested && t('report.asked-on', { day: date(report.follow_up_requested) }),
        report.next_report && t('report.next-on', { day: date(report.next_report) }),
        report.late_reason].filter(Boolean).join(' · ')),
      !this.isLocked() && this.app.may('work') && h('div', { class: 'line wrap' },
        h('button', { class: 'link', type: 'button', 'aria-label': t('report.change-of', { name }),
          onclick: () => this.openReport(row, report) }, t('action.edit')),
        h('button', { class: 'link', type: 'button', 'aria-label': t('report.withdraw-of', { name }),
          onclick: () => this.withdraw(report) }, t('report.withdraw'))));
  }

  tools(row) {
    const mayDecide = this.app.may('decide') && !this.isLocked() && row.applies;
    const form = forms[row.code];
    const number = encodeURIComponent(this.complaint().number);
    return h('div', { class: 'side-tools' },
      mayDecide && row.next === 'sign' && this.app.may('sign') && h('button', { class: 'button primary', type: 'button',
        'aria-haspopup': 'dialog', onclick: () => this.sign(row, row.decision.decision) }, icon('sign'), t('reporting.sign')),
      mayDecide && h('button', { class: `button${row.next === 'decide' ? ' primary' : ''}`, type: 'button',
        'aria-haspopup': 'dialog', 'aria-label': t(row.decision ? 'reporting.decide-anew-for' : 'reporting.decide-for',
          { where: row.name }), onclick: () => this.decide(row) },
      t(row.decision ? 'reporting.decide-anew' : 'reporting.decide')),
      this.app.may('work') && !this.isLocked() && row.applies && h('button', { class: 'button', type: 'button',
        'aria-haspopup': 'dialog', 'aria-label': t('report.add-for', { where: row.name }),
        onclick: () => this.openReport(row) }, icon('plus'), t('report.add')),
      form && h('a', { class: 'button quiet', href: `/complaints/${number}/drafts/${form}` }, t(`draft-form.${form}`)));
  }

  async decide(row) {
    const saved = await decideDialog({ app: this.app, complaint: this.complaint(), row, maySign: this.app.may('sign') });
    if (!saved) return;
    this.app.messages.good(t(saved.isSigned ? 'reporting.sign-done' : 'decide.saved', { where: row.name }));
    await this.done();
  }

  async sign(row, decision) {
    const made = await signDialog({
      app: this.app, title: t('reporting.sign-title', { where: row.name }), meanings: ['decision'],
      scope: 'decision', what: decisionWords(decision, this.complaint(), row), about: `decision.sign.${decision.id}`,
      send: (signature, reason) => this.app.api.signDecision(decision, { signature, reason: reason || null }),
    });
    if (!made) return;
    this.app.messages.good(t('reporting.sign-done', { where: row.name }));
    await this.done();
  }

  async openReport(row, item) {
    const saved = await reportDialog({ app: this.app, id: this.complaint().id, row, item });
    if (!saved) return;
    this.app.messages.good(t('report.saved'));
    await this.done();
  }

  async withdraw(report) {
    await this.askAndWithdraw({ about: `report.withdraw.${report.id}`, title: t('report.withdraw-title'),
      text: t('report.withdraw-text'), action: t('report.withdraw'),
      send: (reason) => this.app.api.withdrawCompanion(report, 'reports', reason) });
  }

  async done() {
    await this.load();
    await this.onChanged();
  }
}

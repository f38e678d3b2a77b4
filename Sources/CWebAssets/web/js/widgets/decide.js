/** Deciding whether to report: the questions of the law, what the answers propose, and a person's decision. */
import { h, replace, uniqueID } from '../dom.js';
import { t } from '../i18n.js';
import { proposal } from '../proposal.js';
import { openDialog } from './dialog.js';
import { notice, problemText } from './states.js';

export const verdicts = ['reportable', 'not_reportable', 'further_information'];

/**
 * @param {{app: any, id: number, row: any, maySign: boolean}} o `row` is one of GET …/reporting
 * @returns {Promise<{decision: any, isToSign: boolean}|undefined>} the decision that was saved
 */
export function decideDialog({ app, id, row, maySign }) {
  const before = row.decision?.decision.answers ?? {};
  const questions = row.guide?.questions ?? [];
  const answers = Object.fromEntries(questions.map((question) =>
    [question.id, before[question.id] ?? question.suggested]));
  const proposed = h('p', { class: 'decide-proposal', 'aria-live': 'polite' });
  const verdict = h('select', { class: 'input', id: 'decide-verdict', onchange: () => { isChosen = true; draw(); } },
    verdicts.map((value) => h('option', { value }, t(`verdict.${value}`))));
  const rationale = h('textarea', { class: 'input', id: 'decide-rationale', rows: 4, required: true,
    maxlength: 16000, 'aria-describedby': 'decide-rationale-help' });
  const summary = h('div', { 'aria-live': 'assertive' });
  let isChosen = false;
  const draw = () => {
    if (!row.guide) return;
    const value = proposal(row.guide, answers);
    if (!isChosen) verdict.value = value;
    const isDoubt = value === row.guide.in_doubt && value !== 'not_reportable'
      && Object.values(answers).includes('unknown');
    replace(proposed, t('decide.proposed'), ' ', h('b', null, t(`verdict.${value}`)),
      isDoubt && ` (${t('decide.in-doubt', { law: row.guide.in_doubt_citation })})`,
      isChosen && verdict.value !== value && h('span', { class: 'decide-override' }, ` ${t('decide.override')}`));
  };
  const save = async (isToSign) => {
    if (!rationale.value.trim()) {
      rationale.setAttribute('aria-invalid', 'true');
      replace(summary, notice('bad', t('decide.rationale-missing')));
      rationale.focus();
      return;
    }
    try {
      const decision = await app.api.addCompanion(id, 'decisions', { jurisdiction: row.code,
        verdict: verdict.value, rationale: rationale.value.trim(), ...(row.guide ? { answers } : {}) });
      dialog.close({ decision, isToSign });
    } catch (problem) {
      replace(summary, notice('bad', problem.errors?.map((error) => error.detail).join(' ') || problemText(problem)));
    }
  };
  draw();
  const dialog = openDialog({ title: t('decide.title', { where: row.name }), isWide: true,
    body: h('form', { class: 'stack', novalidate: true, onsubmit: (event) => event.preventDefault() }, summary,
      questions.length > 0 ? questions.map((question) => questionField(question, answers, draw))
        : h('p', { class: 'muted' }, t('decide.no-questions')),
      proposed,
      h('div', { class: 'field' }, h('label', { class: 'field-label', for: 'decide-verdict' }, t('decide.verdict')), verdict),
      h('div', { class: 'field' }, h('label', { class: 'field-label', for: 'decide-rationale' }, t('decide.rationale')),
        rationale, h('p', { class: 'field-help', id: 'decide-rationale-help' }, t('decide.rationale-help')))),
    foot: [h('button', { class: 'button', type: 'button', onclick: () => dialog.close() }, t('action.cancel')),
      h('button', { class: `button${maySign ? '' : ' primary'}`, type: 'button', onclick: () => save(false) },
        t('decide.save')),
      maySign && h('button', { class: 'button primary', type: 'button', onclick: () => save(true) }, t('decide.sign'))] });
  return dialog.closed;
}

function questionField(question, answers, onChange) {
  const name = uniqueID('question');
  return h('fieldset', { class: 'question' },
    h('legend', null, question.text, ' ', h('span', { class: 'muted small' }, `(${question.citation})`)),
    h('div', { class: 'line wrap' }, ['yes', 'no', 'unknown'].map((value) => h('label', { class: 'check-line' },
      h('input', { type: 'radio', name, value, checked: answers[question.id] === value,
        onchange: () => { answers[question.id] = value; onChange(); } }),
      h('span', null, t(`answer.${value}`))))));
}

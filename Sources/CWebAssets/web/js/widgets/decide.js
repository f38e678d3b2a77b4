/** Deciding whether to report: the questions of the law, what the answers propose, and a person's decision. */
import { h, replace, uniqueID } from '../dom.js';
import { t } from '../i18n.js';
import { isInDoubt, proposal } from '../proposal.js';
import { fieldOfPointer } from '../validate.js';
import { openDialog } from './dialog.js';
import { signDialog } from './signdialog.js';
import { notice, refusalWords } from './states.js';
import { textBox } from './textbox.js';

export const verdicts = ['reportable', 'not_reportable', 'further_information'];

/** What is signed of a decision, in its words. */
export const decisionWords = ({ verdict, rationale }, complaint, row) => [
  h('p', null, h('b', null, t(`verdict.${verdict}`)), ` · ${complaint.number} · ${row.name}`),
  h('p', { class: 'prose small' }, rationale)];

/**
 * @param {{app: any, complaint: any, row: any, maySign: boolean}} o `row` is one of GET …/reporting
 * @returns {Promise<{isSigned: boolean}|undefined>} how the decision was saved, where it was
 */
export function decideDialog({ app, complaint, row, maySign }) {
  const before = row.decision?.decision.answers ?? {};
  const questions = row.guide?.questions ?? [];
  const answers = Object.fromEntries(questions.map((question) =>
    [question.id, before[question.id] ?? question.suggested]));
  const proposed = h('p', { class: 'decide-proposal', 'aria-live': 'polite' });
  const verdict = h('select', { class: 'input', id: 'decide-verdict', onchange: () => { isChosen = true; draw(); } },
    verdicts.map((value) => h('option', { value }, t(`verdict.${value}`))));
  const rationale = textBox({ id: 'decide-rationale', rows: 4, required: true, bytesMax: 16000,
    describedBy: 'decide-rationale-help' });
  const summary = h('div', { 'aria-live': 'assertive' });
  let isChosen = false;
  const draw = () => {
    if (!row.guide) return;
    const value = proposal(row.guide, answers);
    if (!isChosen) verdict.value = value;
    replace(proposed, t('decide.proposed'), ' ', h('b', null, t(`verdict.${value}`)),
      isInDoubt(row.guide, answers) && ` (${t('decide.in-doubt', { law: row.guide.in_doubt_citation })})`,
      isChosen && verdict.value !== value && h('span', { class: 'decide-override' }, ` ${t('decide.override')}`));
  };
  const isWhole = () => {
    replace(summary);
    return rationale.check(t('decide.rationale-missing'));
  };
  const decision = () => ({ jurisdiction: row.code, verdict: verdict.value, rationale: rationale.text,
    ...(row.guide ? { answers: { ...answers } } : {}) });
  const post = onceFor((body, key) => app.api.addDecision(complaint.id, body, key));
  const actions = [
    h('button', { class: `button${maySign ? '' : ' primary'}`, type: 'button', onclick: () => save() }, t('decide.save')),
    maySign && h('button', { class: 'button primary', type: 'button', onclick: () => sign() }, t('decide.sign')),
  ].filter(Boolean);
  const hold = (isHeld) => { for (const button of actions) button.disabled = isHeld; };
  const save = async () => {
    if (!isWhole()) return;
    hold(true);
    try {
      await post(decision());
      dialog.close({ isSigned: false });
    } catch (problem) {
      replace(summary, notice('bad', refusalWords(problem)));
      summary.scrollIntoView({ block: 'nearest' });
    } finally {
      hold(false);
    }
  };
  /** Nothing is saved before it is signed: not signing leaves all as it was. */
  const sign = async () => {
    if (!isWhole()) return;
    const body = decision();
    let isLeft = false;
    const comeBack = stepAside(dialog.element);
    const isSigned = await signDialog({
      app, title: t('reporting.sign-title', { where: row.name }), meanings: ['decision'], scope: 'decision',
      hasReason: false, what: decisionWords(body, complaint, row), onProblem: showMissing,
      send: async (signature) => {
        hold(true);
        try {
          await post(body, signature);
        } finally {
          hold(false);
        }
        // Left while it was on its way: it is signed all the same, so there is no more to decide here.
        if (isLeft) dialog.close({ isSigned: true });
        return true;
      },
    });
    isLeft = true;
    if (isSigned) return dialog.close({ isSigned });
    comeBack();
    actions.at(-1).focus();
  };
  const asked = h('div', { class: 'stack' });
  const dialog = openDialog({ title: t('decide.title', { where: row.name }), isWide: true,
    keep: { prefs: app.prefs, name: `decision.${complaint.id}.${row.code}`,
      read: () => ({ ...answers, 'decide.verdict': isChosen ? verdict.value : null, 'decide.rationale': rationale.input.value }),
      say: (name, value) => sayKept(questions, name, value),
      fill: (kept) => {
        // The rules may ask something else by now.
        for (const { id } of questions) answers[id] = kept[id] ?? answers[id];
        replace(asked, questions.length > 0 ? questions.map((question) => questionField(question, answers, draw))
          : h('p', { class: 'muted' }, t('decide.no-questions')));
        isChosen = kept['decide.verdict'] !== null;
        verdict.value = kept['decide.verdict'] ?? verdicts[0];
        rationale.input.value = kept['decide.rationale'];
        draw();
      } },
    body: h('form', { class: 'stack', novalidate: true, onsubmit: (event) => event.preventDefault() },
      asked,
      proposed,
      h('div', { class: 'field' }, h('label', { class: 'field-label', for: 'decide-verdict' }, t('decide.verdict')), verdict),
      h('div', { class: 'field' }, h('label', { class: 'field-label', for: 'decide-rationale' }, t('decide.rationale')),
        rationale.input, h('p', { class: 'field-help', id: 'decide-rationale-help' }, t('decide.rationale-help')), rationale.error),
      summary),
    foot: [h('button', { class: 'button', type: 'button', onclick: () => dialog.close() }, t('action.cancel')),
      actions] });
  return dialog.closed;
}

/** Hides a dialog while another one asks. @returns {() => void} shows it again, as it was */
function stepAside(element) {
  const body = element.querySelector('.dialog-body');
  const { scrollTop } = body;
  element.close();
  return () => {
    // The page was left, and its dialogs with it.
    if (!element.isConnected) return;
    element.showModal();
    body.scrollTop = scrollTop;
  };
}

/** The same decision sent again has the same key: it is made once. A password typed anew changes no key. */
function onceFor(send) {
  let last = '';
  let key = '';
  return (body, signature) => {
    const now = JSON.stringify([body, Boolean(signature)]);
    if (now !== last) key = crypto.randomUUID();
    last = now;
    return send(signature ? { ...body, signature } : body, key);
  };
}

/** What is wrong with the decision itself; what is wrong with the signature stands at its field. */
function showMissing(problem, form) {
  const isOfDecision = problem.errors?.some(({ pointer }) => !form.controls.has(fieldOfPointer(pointer)));
  if (isOfDecision) form.show({}, refusalWords(problem));
  return Boolean(isOfDecision);
}

/** What was typed and is not put back: an answer with its question, a verdict, a text. */
function sayKept(questions, name, value) {
  const question = questions.find(({ id }) => id === name);
  if (question) return `${question.text} ${t(`answer.${value}`)}`;
  return name === 'decide.verdict' && value ? t(`verdict.${value}`) : value;
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

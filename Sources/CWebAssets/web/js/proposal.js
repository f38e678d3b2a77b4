/** What the answers to a jurisdiction's questions propose: the server's own rule (ReportingGuide). Pure. */

/**
 * @param {{questions: {id: string, effect: string}[], in_doubt: string}} guide
 * @param {Object<string, string>} answers yes, no or unknown by question
 * @returns {string} reportable, not_reportable or further_information
 */
export function proposal(guide, answers) {
  const of = (effect) => guide.questions.filter((question) => question.effect === effect)
    .map((question) => answers[question.id] ?? 'unknown');
  const [required, reporting] = [of('requires'), of('reports')];
  if (required.includes('no') || of('excludes').includes('yes')) return 'not_reportable';
  if (reporting.includes('yes')) return required.includes('unknown') ? guide.in_doubt : 'reportable';
  return reporting.includes('unknown') ? guide.in_doubt : 'not_reportable';
}

/** What is proposed of deciding and reporting: by the server's own rule (ReportingGuide), and next. Pure. */

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

/**
 * What the next report probably is: one follows up what was submitted, and nothing else.
 *
 * @param {{report: {submitted?: string|null, withdrawn?: any}}[]} reports of one jurisdiction
 */
export const nextReportType = (reports) => (
  reports.some(({ report }) => report.submitted && !report.withdrawn) ? 'follow_up' : 'initial');

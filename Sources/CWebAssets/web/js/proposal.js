/** What is proposed of deciding and reporting: by the server's own rule (ReportingGuide), and next. Pure. */

/**
 * @param {{questions: {id: string, effect: string}[], in_doubt: string}} guide
 * @param {Object<string, string>} answers yes, no or unknown by question
 * @returns {string} reportable, not_reportable or further_information
 */
export const proposal = (guide, answers) => certain(guide, answers) ?? guide.in_doubt;

/** Whether the answers leave it open, so that what is proposed is what the law says of doubt. */
export const isInDoubt = (guide, answers) => certain(guide, answers) === null;

/** What follows from the answers whatever is unknown; null where that matters. */
function certain(guide, answers) {
  const of = (effect) => guide.questions.filter((question) => question.effect === effect)
    .map((question) => answers[question.id] ?? 'unknown');
  const [required, reporting, obliging] = [of('requires'), of('reports'), of('obliges')];
  if (obliging.includes('yes')) return 'reportable';
  const otherwise = obliging.includes('unknown') ? null : 'not_reportable';
  if (required.includes('no') || of('excludes').includes('yes')) return otherwise;
  if (reporting.includes('yes')) return required.includes('unknown') ? null : 'reportable';
  return reporting.includes('unknown') ? null : otherwise;
}

/**
 * What the next report probably is: one follows up what was submitted, and nothing else.
 *
 * @param {{report: {submitted?: string|null, withdrawn?: any}}[]} reports of one jurisdiction
 */
export const nextReportType = (reports) => (
  reports.some(({ report }) => report.submitted && !report.withdrawn) ? 'follow_up' : 'initial');

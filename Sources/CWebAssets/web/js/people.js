/** People as they are named in the log. */
import { t } from './i18n.js';

/** The operator at the command line has no account: "operator (uid 0)" in the reader's language. */
export function personName(name) {
  if (!name) return t('history.system');
  const uid = /^operator \(uid (\d+)\)$/.exec(name)?.[1];
  return uid === undefined ? name : t('history.operator', { uid });
}

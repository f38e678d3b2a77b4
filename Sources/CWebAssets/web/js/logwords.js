/** What the fields of every kind of record in the change log are called. Pure, but for the one asking. */
import { language, t } from './i18n.js';
import { jurisdictionName, readCatalogue, valueLabel } from './catalogue.js';

/** @typedef {{id: string, text: Object<string, string>, citation: Object<string, string>}} Question */

export class LogWords {
  /**
   * @param {import('./catalogue.js').Catalogue} catalogue the fields of complaints
   * @param {{items: {kind: string, fields: any[]}[], questions: Question[]}} answer of GET /changes/fields
   * @param {string} lang
   */
  constructor(catalogue, answer, lang) {
    this.catalogues = new Map(answer.items.map(({ kind, fields }) => [kind, readCatalogue(fields, lang)]));
    this.catalogues.set('complaint', catalogue);
    this.questions = new Map(answer.questions.map((question) => [question.id, question.text[lang]]));
  }

  /** The field of a kind of record; one that is unknown here shows its name and its values as they are. */
  field(kind, name) {
    return this.catalogues.get(kind)?.byName.get(name) ?? { name, label: name, type: 'text', values: null };
  }

  /** What somebody answered when deciding whether to report. */
  question(id) { return this.questions.get(id) ?? id; }

  /**
   * What a decision or a report was made on, `outcome=death`: a field of the file, and its value where one is
   * named. A report says where first.
   */
  fact(text) {
    const [name, ...rest] = text.split('=');
    const field = this.catalogues.get('complaint').byName.get(name);
    if (!field) return jurisdictionName(text, language());
    if (rest.length === 0) return field.label;
    const value = rest.join('=');
    const values = field.type === 'list' ? value.split(', ') : [value];
    return `${field.label}${t('list.colon')}${values.map((one) => factValue(field, one)).join(', ')}`;
  }

  /** A rule that a decision was made under, `US-5A`; `US-5A?` is one that might have applied. */
  basis(text) { return text.endsWith('?') ? t('history.basis-possible', { rule: text.slice(0, -1) }) : text; }
}

const factValue = (field, value) => field.type === 'boolean' ? t(value === 'true' ? 'value.yes' : 'value.no')
  : valueLabel(field, value);

/** Words of an API, asked for once. @type {WeakMap<object, Promise<any>>} */
const asked = new WeakMap();

/** The words as the person reads now. Without them, names show themselves. @returns {Promise<LogWords>} */
export async function logWords({ api, catalogue }) {
  if (!asked.has(api)) asked.set(api, api.loggedFields());
  try {
    return new LogWords(catalogue, await asked.get(api), language());
  } catch {
    asked.delete(api);
    return new LogWords(catalogue, { items: [], questions: [] }, language());
  }
}

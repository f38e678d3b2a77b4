/** When a rule applies, as a sentence: its condition is data, and people read what it says. */
import { jurisdictionName, valueLabel } from './catalogue.js';
import { civilDate } from './format.js';
import { language, t } from './i18n.js';

/**
 * When a rule applies, where its jurisdiction does; "" for what says nothing yet.
 * @param {{when: Object, jurisdiction: string}} rule @param {{jurisdictions: Object[]}} document the rule set
 * @param {import('./catalogue.js').Catalogue} catalogue
 */
export function appliesText(rule, document, catalogue) {
  const where = document.jurisdictions.find(({ code }) => code === rule.jurisdiction);
  return said({ and: [rule.when, where?.applies ?? {}] }, document, catalogue, 'when.applies');
}

/** When what a rule asks for is done; "" for a rule that only people end. */
export const doneText = (rule, document, catalogue) =>
  rule.done ? said(rule.done, document, catalogue, 'when.done') : '';

/** What a condition says by itself. */
export const conditionText = (condition, document, catalogue) => said(condition, document, catalogue, 'when.applies');

function said(condition, document, catalogue, key) {
  const text = sentence(condition, { document, catalogue }, true);
  if (text === null) return '';
  if (text === true) return t('when.every');
  return text === false ? t('when.none') : t(key, { when: text });
}

/**
 * @param {any} part @param {{document: any, catalogue: any}} words @param {boolean} isSo whether it holds, or does not
 * @returns {string|boolean|null} true for every file, false for none; null for what cannot be read
 */
function sentence(part, words, isSo) {
  if (part === null || typeof part !== 'object' || Array.isArray(part)) return null;
  if ('not' in part) return sentence(part.not, words, !isSo);
  if ('and' in part || 'or' in part) return together(part, words, isSo);
  return Object.keys(part).length === 0 ? isSo : atom(part, words, isSo);
}

/** Parts that all hold, or one of them; what is nested otherwise stands in parentheses. */
function together(part, words, isSo) {
  const kind = ('and' in part) === isSo ? 'and' : 'or';
  const parts = flat(part, isSo, kind);
  if (!parts) return null;
  const texts = parts.map(([inner, holds]) => ({ text: sentence(inner, words, holds), isGroup: isGroup(inner) }));
  if (texts.some(({ text }) => text === null)) return null;
  // One that always holds adds nothing to "and", and settles "or".
  const settled = kind === 'or';
  if (texts.some(({ text }) => text === settled)) return settled;
  const left = texts.filter(({ text }) => typeof text === 'string');
  if (left.length === 0) return !settled;
  return left.map(({ text, isGroup: isNested }) => isNested && left.length > 1 ? `(${text})` : text)
    .join(t(`when.${kind}`));
}

const isGroup = (part) => Boolean(part && ['and', 'or'].some((kind) => (inside(part)[kind] ?? []).length > 1));
const inside = (part) => part.not ? inside(part.not) : part;

/** The parts of the same kind in one line, each with whether it is to hold. @returns {[any, boolean][]|null} */
function flat(part, isSo, kind) {
  if ('not' in part) return flat(part.not, !isSo, kind);
  const own = 'and' in part ? 'and' : 'or';
  if (!Array.isArray(part[own])) return null;
  const found = part[own].map((inner) => {
    const isSame = inner && typeof inner === 'object' && kindOf(inner, isSo) === kind;
    return isSame ? flat(inner, isSo, kind) : [[inner, isSo]];
  });
  return found.includes(null) ? null : found.flat();
}

/** Whether a part is "and" or "or", said as it is or as it is not. */
function kindOf(part, isSo) {
  if (part.not && typeof part.not === 'object') return kindOf(part.not, !isSo);
  if (!('and' in part) && !('or' in part)) return null;
  return ('and' in part) === isSo ? 'and' : 'or';
}

function atom(part, words, isSo) {
  const not = isSo ? '' : '-not';
  if (typeof part.field === 'string') return comparison(part, words, isSo);
  if (typeof part.rule === 'string') return t(`when.rule${not}`, { rule: part.rule });
  if (Array.isArray(part.unsure)) return t(`when.unsure${not}`, { rules: oneOf(part.unsure.map(String)) });
  if (typeof part.decided !== 'string') return null;
  const where = nameOf(part.decided, words);
  return part.as === undefined ? t(`when.decided${not}`, { where })
    : t(`when.decided-as${not}`, { where, verdict: t(`verdict.${part.as}`) });
}

function comparison(part, { document, catalogue }, isSo) {
  const known = catalogue.byName.get(part.field);
  const field = known?.label ?? part.field;
  const not = isSo ? '' : '-not';
  if ('is' in part) {
    const values = [part.is].flat().map((value) => valueText(known, value));
    if (values.length === 0) return null;
    return isSo || values.length === 1 ? t(`when.is${not}`, { field, values: oneOf(values) })
      : t('when.is-none', { field, values: values.join(t('when.nor')) });
  }
  if (typeof part.includes === 'string') {
    return t(`when.includes${not}`, { field, value: nameOf(part.includes, { document }) });
  }
  if (typeof part.known === 'boolean') return t(`when.known${part.known === isSo ? '' : '-not'}`, { field });
  return typeof part.before === 'string'
    ? t(`when.before${not}`, { field, date: civilDate(part.before, language()) }) : null;
}

/** A value within a sentence; names of countries and abbreviations keep their capitals. */
function valueText(field, value) {
  if (['true', 'false'].includes(String(value))) return t(String(value) === 'true' ? 'value.yes' : 'value.no').toLocaleLowerCase(language());
  const label = valueLabel(field, value);
  return field?.reference === 'country' || !/^\p{Lu}\p{Ll}/u.test(label) ? label
    : label.charAt(0).toLocaleLowerCase(language()) + label.slice(1);
}

/** A jurisdiction as the rules call it, else as people do. */
const nameOf = (code, { document }) => document.jurisdictions.find((known) => known.code === code)?.name[language()]
  ?? jurisdictionName(code, language());

/** "A", "A or B", "A, B or C" */
const oneOf = (texts) => texts.length < 2 ? texts.join('')
  : `${texts.slice(0, -1).join(', ')}${t('when.or-value')}${texts.at(-1)}`;

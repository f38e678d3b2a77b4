/** Checks values against the catalogue, with the server's own codes, so that both say the same. Pure. */

const encoder = new TextEncoder();

/**
 * @param {import('./catalogue.js').Field} field @param {any} value
 * @param {boolean} [isNeeded] whether there has to be a value
 * @returns {string|null} a refusal's code, or null
 */
export function refusalOf(field, value, isNeeded = field.required) {
  const isEmpty = value === null || value === undefined || value === ''
    || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return isNeeded ? 'required' : null;
  switch (field.type) {
    case 'list':
      return value.map((item) => itemRefusal(field, item)).find(Boolean) ?? null;
    case 'choice':
      return field.values.some((choice) => choice.value === value) ? null : 'not_a_choice';
    case 'number':
      return numberRefusal(field, Number(value));
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? null : 'invalid_date';
    case 'partial_date':
      return /^\d{4}(-\d{2}(-\d{2})?)?$/.test(value) ? null : 'invalid_date';
    default:
      return textRefusal(field, String(value));
  }
}

function itemRefusal(field, value) {
  if (field.item === 'code') return new RegExp(`^${field.annex}\\d{2,7}$`).test(value) ? null : 'invalid_code';
  if (field.item === 'choice') {
    return field.values.some((choice) => choice.value === value) ? null : 'not_a_choice';
  }
  return textRefusal(field, value);
}

function numberRefusal(field, value) {
  if (!Number.isFinite(value)) return 'wrong_type';
  const isOut = (field.min !== null && value < field.min) || (field.max !== null && value > field.max);
  return isOut ? 'out_of_range' : null;
}

function textRefusal(field, value) {
  if (field.reference === 'country' && !/^[A-Z]{2}$/.test(value)) return 'invalid_country';
  if (field.bytesMax && isTooLong(value, field.bytesMax)) return 'too_long';
  return null;
}

/** Whether a text is longer than it may be, in bytes of UTF-8. */
export const isTooLong = (text, bytesMax) => bytesOf(text) > bytesMax;

/** How long a text is, in bytes of UTF-8. */
export const bytesOf = (text) => encoder.encode(text).length;

/** Refusals of all fields by name. @returns {Object<string, string>} */
export function refusalsOf(fields, values) {
  const refusals = {};
  for (const field of fields) {
    const code = refusalOf(field, values[field.name]);
    if (code) refusals[field.name] = code;
  }
  return refusals;
}

/** The field a problem's pointer means: "/severity" → "severity", "/custom/x" → "custom.x". */
export function fieldOfPointer(pointer) {
  const parts = String(pointer ?? '').split('/').slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (parts[0] === 'custom' && parts[1]) return `custom.${parts[1]}`;
  if (['password', 'signature', 'values'].includes(parts[0]) && parts[1]) return parts[1];
  return parts[0] ?? '';
}

/** What a password still lacks, as far as the browser can know; the server also knows common ones. */
export function passwordRefusals(password, name) {
  const refusals = [];
  if ([...password].length < 8) refusals.push('length');
  if (!password || (name && password.toLowerCase() === name.toLowerCase())) refusals.push('name');
  return refusals;
}

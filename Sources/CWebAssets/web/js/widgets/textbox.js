/** A box for prose: what is missing or too long is said at the box when it is sent; nothing that was typed is cut. */
import { h } from '../dom.js';
import { language, t } from '../i18n.js';
import { number } from '../format.js';
import { bytesOf, isTooLong } from '../validate.js';
import { fieldError } from './fielderror.js';

/** How long a reason may be, in bytes of UTF-8, as the server counts. */
export const reasonBytesMax = 2000;

/**
 * What to say of a text that is longer than it may be; null when it is not. Where each character is a byte, the limit
 * is one of characters; else it is said as it is.
 */
export function tooLong(text, bytesMax) {
  if (!isTooLong(text, bytesMax)) return null;
  const size = bytesOf(text);
  const max = number(bytesMax, language());
  return size === text.length ? t('refusal.too_long', { max })
    : t('refusal.too_long-bytes', { n: number(size, language()), max });
}

/**
 * @param {{id: string, bytesMax?: number, describedBy?: string}} o and what else the textarea is given
 * @returns {{input: HTMLTextAreaElement, error: HTMLElement, text: string, setError: (words: string|null) => void,
 *   check: (missing?: string|null, max?: number) => boolean}} `error` stands below the input; `check` says what is wrong and leads
 *   there, where an empty text is wrong when there are words for it
 */
export function textBox({ bytesMax = reasonBytesMax, describedBy, ...props }) {
  const input = h('textarea', { class: 'input', rows: 3, 'aria-describedby': describedBy, ...props });
  const error = fieldError(input, describedBy);
  // What is being mended is no longer called wrong; sending it says again.
  input.addEventListener('input', () => error.set(null));
  return {
    input, error: error.element, setError: error.set,
    get text() { return input.value.trim(); },
    check(missing = null, max = bytesMax) {
      const words = this.text ? tooLong(this.text, max) : missing;
      error.set(words);
      if (!words) return true;
      input.focus();
      error.element.scrollIntoView({ block: 'nearest' });
      return false;
    },
  };
}

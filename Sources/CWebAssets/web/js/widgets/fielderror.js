/** What is wrong with an input, beside it, for eyes and for screen readers. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';

/**
 * @param {HTMLElement} input with an id @param {string} [describedBy] the ids of what explains it in any case
 * @returns {{element: HTMLElement, set: (text: string|null) => void}} the place for the words; null takes them away
 */
export function fieldError(input, describedBy) {
  const element = h('p', { class: 'field-error', id: `${input.id}-error`, hidden: true, 'aria-live': 'polite' });
  const set = (text) => {
    element.hidden = !text;
    replace(element, text && [icon('warn'), text]);
    if (text) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
    const described = [text && element.id, describedBy].filter(Boolean).join(' ');
    if (described) input.setAttribute('aria-describedby', described);
    else input.removeAttribute('aria-describedby');
  };
  return { element, set };
}

/** The rules of a password, each ticked as it is met. */
import { h, replace } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../i18n.js';
import { passwordRefusals } from '../validate.js';

export function passwordRules() {
  const element = h('ul', { class: 'rules', 'aria-label': t('password.rules') });
  return {
    element,
    update(password, name) {
      const open = passwordRefusals(password, name);
      replace(element, ['length', 'name'].map((rule) => {
        const isMet = password !== '' && !open.includes(rule);
        return h('li', { dataset: { met: String(isMet) } }, icon(isMet ? 'check' : 'dots'),
          t(`password.${rule}`), isMet && h('span', { class: 'unseen' }, t('password.met')));
      }), h('li', null, icon('dots'), t('password.common')));
    },
  };
}

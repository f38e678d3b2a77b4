/** An address that leads nowhere. */
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { emptyState } from '../widgets/states.js';

export function render() {
  return {
    title: t('missing.title'),
    element: emptyState({ iconName: 'search', title: t('missing.title'), text: t('missing.text'),
      level: 'h1',
      actions: [h('a', { class: 'button', href: '/' }, t('section.home'))] }),
  };
}

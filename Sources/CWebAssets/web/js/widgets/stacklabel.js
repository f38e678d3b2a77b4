/** The name of a column within its cell: seen where a narrow table stacks its cells and hides its head. */
import { h } from '../dom.js';
import { t } from '../i18n.js';

/** @param {string} text the column's name */
export const stackLabel = (text) => h('span', { class: 'stack-label' }, text, t('list.colon'));

/** The first start: making the first administrator with the link that the server printed. */
import { h } from '../dom.js';
import { language, t } from '../i18n.js';
import { passwordRules } from '../widgets/passwordrules.js';
import { notice } from '../widgets/states.js';
import { simpleForm } from '../widgets/simpleform.js';
import { passwordRefusals } from '../validate.js';
import { gateCard } from './gate.js';

export async function render(app, place) {
  const state = await app.api.setupState();
  const title = t('setup.title');
  if (!state.required) {
    return { title, element: gateCard(app, title, h('p', { class: 'muted' }, t('setup.done')),
      h('a', { class: 'button primary', href: '/signin' }, t('signin.action'))) };
  }
  const token = place.hash.slice(1);
  if (!token) {
    return { title, element: gateCard(app, title, h('p', { class: 'muted' }, t('setup.no-token')),
      notice('', t('setup.link-again'), ' ', h('code', null, 'ibtool user setup-link'))) };
  }
  const rules = passwordRules();
  const form = simpleForm({
    entries: [
      { name: 'display_name', label: t('person.display'), required: true, autocomplete: 'name' },
      { name: 'name', label: t('person.name'), required: true, autocomplete: 'username',
        help: t('person.name-help') },
      { name: 'password', label: t('person.password-label'), type: 'password', required: true,
        autocomplete: 'new-password' },
    ],
    extra: rules.element,
    action: t('setup.action'),
    onInput: (values) => rules.update(values.password, values.name),
    check: (values) => passwordRefusals(values.password, values.name).length
      ? { password: t('refusal.weak_password') } : {},
    onSubmit: async (values) => {
      const session = await app.api.setup({ token, ...values, language: language() });
      history.replaceState(null, '', '/setup');
      await app.enter(session.user ? session : await app.api.session());
      await app.router.go('/', { isReplacing: true });
    },
  });
  rules.update('', '');
  return {
    title, element: gateCard(app, title, h('p', { class: 'muted' }, t('setup.text')), form.element),
    shown: () => form.controls.get('display_name').input.focus(),
  };
}

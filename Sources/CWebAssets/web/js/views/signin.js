/** Signing in. */
import { t } from '../i18n.js';
import { notice } from '../widgets/states.js';
import { simpleForm } from '../widgets/simpleform.js';
import { gateCard } from './gate.js';

export function render(app, place) {
  const params = new URLSearchParams(place.search);
  const form = simpleForm({
    entries: [
      { name: 'name', label: t('person.name'), required: true, autocomplete: 'username',
        autofocus: true },
      { name: 'password', label: t('person.password-label'), type: 'password', required: true,
        autocomplete: 'current-password' },
    ],
    action: t('signin.action'),
    onSubmit: async ({ name, password }) => {
      const session = await signIn(app, name, password);
      await app.enter(session);
      await app.router.go(safeTarget(params.get('to')), { isReplacing: true });
    },
  });
  const wasSignedOut = params.has('to') && params.get('to') !== '/' && notice('',
    t(app.hasExpired ? 'signin.expired' : 'signin.again'));
  return {
    title: t('signin.title'),
    element: gateCard(app, t('signin.title'), wasSignedOut, form.element),
    shown: () => form.controls.get('name').input.focus(),
  };
}

async function signIn(app, name, password) {
  try {
    return await app.api.signIn(name, password);
  } catch (problem) {
    if (problem.status === 401) problem.detail = t('signin.refused');
    if (problem.status === 429) {
      problem.detail = t('signin.slow', { seconds: problem.retryAfter ?? 30 });
    }
    throw problem;
  }
}

/** Only a path of our own may follow a sign-in. */
export function safeTarget(target) {
  return target && /^\/(?![/\\])/.test(target) ? target : '/';
}

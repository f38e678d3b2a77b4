/** Changing one's own password. */
import { t } from '../i18n.js';
import { openDialog } from '../widgets/dialog.js';
import { passwordRules } from '../widgets/passwordrules.js';
import { simpleForm } from '../widgets/simpleform.js';
import { passwordRefusals } from '../validate.js';

export function changePassword(app) {
  const rules = passwordRules();
  const name = app.session.user.name;
  const form = simpleForm({
    entries: [
      { name: 'old', label: t('password.old'), type: 'password', required: true,
        autocomplete: 'current-password' },
      { name: 'new', label: t('password.new'), type: 'password', required: true,
        autocomplete: 'new-password' },
    ],
    extra: rules.element,
    action: t('person.password'),
    onInput: (values) => rules.update(values.new, name),
    check: (values) => passwordRefusals(values.new, name).length
      ? { new: t('refusal.weak_password') } : {},
    onSubmit: async (values) => {
      await app.api.changeSession({ password: { old: values.old, new: values.new } });
      dialog.close();
      app.messages.good(t('password.changed'));
    },
  });
  rules.update('', name);
  const dialog = openDialog({ title: t('person.password'), body: form.element });
}

import { useEffect } from 'preact/hooks';

import { changePassword } from '../../../src/features/passwords/contract.ts';
import { freshCall } from '../../fresh-call.ts';
import { NewPasswordField } from '../../new-password/new-password-field.tsx';
import { t } from '../../text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { formValues } from '../../ui/form-values.ts';
import { useForm } from '../../ui/use-form.ts';

interface ChangeDialogProps {
  readonly email: string;
  readonly onAway: () => void;
  readonly onChanged: () => void;
}

/** A new password for somebody who has just shown who they are. */
export function ChangeDialog({ email, onAway, onChanged }: ChangeDialogProps) {
  const form = useForm(changePassword);
  const { act, element } = form;
  useEffect(() => {
    element.current?.querySelector<HTMLInputElement>('[name=new_password]')?.focus();
  }, [element]);

  async function submit(filled: HTMLFormElement) {
    const values = formValues(filled, ['new_password']);
    const reply = await form.send(
      values,
      { new_password: t('Choose a password.') },
      async () => await freshCall(changePassword, values),
    );
    if (reply?.ok) {
      onChanged();
    }
  }

  return (
    <Dialog title={t('Change your password')} onAway={act.busy ? undefined : onAway}>
      <Form
        form={form}
        label={t('Change password')}
        away={{ label: t('Cancel'), onPress: onAway }}
        onSubmit={submit}
      >
        <p class="text-muted">
          {t('Every other session ends. You stay signed in in this browser.')}
        </p>
        {/* So that a password manager knows whose password this is. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <NewPasswordField
          label={t('New password')}
          name="new_password"
          email={email}
          error={form.wrong['new_password']}
        />
      </Form>
    </Dialog>
  );
}

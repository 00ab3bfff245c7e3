import { useEffect } from 'preact/hooks';

import { reauthenticate } from '../../../src/features/step-up/contract.ts';
import { FactorField, factorFrom, requiredFor } from '../../factor-field.tsx';
import type { Reason } from '../../confirmation.ts';
import { noteFreshUntil, unconfirmedCall } from '../../session.ts';
import { t } from '../../text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { formValues } from '../../ui/form-values.ts';
import { PasswordField } from '../../ui/password-field.tsx';
import { useForm } from '../../ui/use-form.ts';

interface ReauthenticateDialogProps {
  readonly reason: Reason;
  /** Whether the second factor is asked for, too. */
  readonly twoFactor: boolean;
  readonly onAnswer: (confirmed: boolean) => void;
}

/** Everything a sign-in asks for, once more. */
export function ReauthenticateDialog(props: ReauthenticateDialogProps) {
  const { reason, twoFactor, onAnswer } = props;
  const form = useForm(reauthenticate);
  const { act, element, wrong } = form;
  // Another tab may have turned it on meanwhile; then the server says that the code is missing.
  const asksCode = twoFactor || act.problem?.fields.some(({ path }) => path === 'code');
  useEffect(() => {
    element.current?.querySelector('input')?.focus();
  }, [element]);

  async function submit(filled: HTMLFormElement) {
    const factor = asksCode ? factorFrom(filled) : null;
    const reply = await form.send(
      { password: formValues(filled, ['password']).password, ...factor },
      { password: t('Enter your password.'), ...(factor && requiredFor(factor)) },
      async (values) => await unconfirmedCall(reauthenticate, values),
    );
    if (reply?.ok) {
      noteFreshUntil(reply.value.fresh_until);
      onAnswer(true);
    }
  }

  return (
    <Dialog
      title={t('Confirm that it is you')}
      onAway={act.busy ? undefined : () => onAnswer(false)}
    >
      <Form
        form={form}
        label={t('Confirm')}
        away={{ label: t('Cancel'), onPress: () => onAnswer(false) }}
        onSubmit={submit}
      >
        <p class="text-muted">
          {reason === 'late'
            ? t('You signed in a while ago, and this act deserves a second look.')
            : t('You are on another network than when you signed in.')}
        </p>
        <PasswordField
          label={t('Password')}
          name="password"
          autoComplete="current-password"
          error={wrong['password']}
        />
        {asksCode && (
          <FactorField refusal={act.problem} error={wrong['code'] ?? wrong['backup_code']} />
        )}
      </Form>
    </Dialog>
  );
}

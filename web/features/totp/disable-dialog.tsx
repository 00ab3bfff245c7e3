import { disableTotp } from '../../../src/features/totp/contract.ts';
import { FactorField, factorFrom, requiredFor } from '../../factor-field.tsx';
import { freshCall } from '../../fresh-call.ts';
import { t } from '../../text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { useForm } from '../../ui/use-form.ts';

interface DisableDialogProps {
  /** A confirmation has just used up the code on the phone. */
  readonly codeJustUsed: boolean;
  readonly onAway: () => void;
  readonly onChanged: (sentence: string) => Promise<void>;
}

/** Turning two-factor authentication off needs a second factor. */
export function DisableDialog({ codeJustUsed, onAway, onChanged }: DisableDialogProps) {
  const form = useForm(disableTotp);

  async function submit(element: HTMLFormElement) {
    const factor = factorFrom(element);
    const reply = await form.send(
      factor,
      requiredFor(factor),
      async (values) => await freshCall(disableTotp, values),
    );
    if (reply?.ok || reply?.problem.error_code === 'TWO_FACTOR_NOT_ENABLED') {
      onAway();
      await onChanged(t('Two-factor authentication is off.'));
    }
  }

  return (
    <Dialog
      title={t('Turn off two-factor authentication?')}
      onAway={form.act.busy ? undefined : onAway}
    >
      <Form
        form={form}
        label={t('Turn off')}
        kind="danger"
        away={{ label: t('Keep it on'), onPress: onAway }}
        onSubmit={submit}
      >
        <p class="text-muted">
          {t('Your password alone will open your account, and your backup codes stop working.')}{' '}
          {codeJustUsed && t('The code you just entered is used up: wait for the next one.')}
        </p>
        <FactorField
          autoFocus
          refusal={form.act.problem}
          error={form.wrong['code'] ?? form.wrong['backup_code']}
        />
      </Form>
    </Dialog>
  );
}

import { regenerateBackupCodes } from '../../../src/features/backup-codes/contract.ts';
import { factorRequired } from '../../factor-field.tsx';
import { freshCall } from '../../fresh-call.ts';
import { t } from '../../text.ts';
import { CodeField } from '../../ui/code-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { useCode } from '../../ui/use-code.ts';
import { useForm } from '../../ui/use-form.ts';

interface RegenerateDialogProps {
  /** A confirmation has just used up the code on the phone. */
  readonly codeJustUsed: boolean;
  readonly onAway: () => void;
  /** Two-factor authentication is off by now. */
  readonly onGone: () => Promise<void>;
  readonly onCodes: (backupCodes: readonly string[]) => void;
}

/** New codes for the holder of the authenticator; a backup code does not beget backup codes. */
export function RegenerateDialog(props: RegenerateDialogProps) {
  const { codeJustUsed, onAway, onGone, onCodes } = props;
  const form = useForm(regenerateBackupCodes);
  const { act } = form;
  const [code, setCode] = useCode(form);

  async function submit() {
    const reply = await form.send(
      { code },
      factorRequired().code,
      async (values) => await freshCall(regenerateBackupCodes, values),
    );
    if (reply?.ok) {
      onAway();
      onCodes(reply.value.backup_codes);
    } else if (reply?.problem.error_code === 'TWO_FACTOR_NOT_ENABLED') {
      onAway();
      await onGone();
    }
  }

  return (
    <Dialog title={t('Make new backup codes')} onAway={act.busy ? undefined : onAway}>
      <Form
        form={form}
        label={t('Make new codes')}
        away={{ label: t('Cancel'), onPress: onAway }}
        onSubmit={submit}
      >
        <p class="text-muted">
          {t('The codes you have now stop working.')}{' '}
          {codeJustUsed && t('The code you just entered is used up: wait for the next one.')}
        </p>
        <CodeField
          label={t('Code from your authenticator app')}
          name="code"
          value={code}
          error={form.wrong['code']}
          onText={setCode}
        />
      </Form>
    </Dialog>
  );
}

import { confirmTotp } from '../../../src/features/totp/contract.ts';
import type { Reply } from '../../api.ts';
import { factorRequired } from '../../factor-field.tsx';
import { freshCall } from '../../fresh-call.ts';
import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { CodeField } from '../../ui/code-field.tsx';
import { Form } from '../../ui/form.tsx';
import { useCode } from '../../ui/use-code.ts';
import { useForm } from '../../ui/use-form.ts';

interface ConfirmStepProps {
  readonly onBack: () => void;
  /** Somebody was first: it is on already. */
  readonly onEnd: () => void;
  readonly onRestart: () => Promise<Reply<unknown>>;
  readonly onConfirmed: (backupCodes: readonly string[]) => void;
}

/** The first code proves that the app holds the key. */
export function ConfirmStep({ onBack, onEnd, onRestart, onConfirmed }: ConfirmStepProps) {
  const form = useForm(confirmTotp);
  const { act } = form;
  const [code, setCode] = useCode(form);

  async function submit(digits: string) {
    const reply = await form.send(
      { code: digits },
      factorRequired().code,
      async (values) => await freshCall(confirmTotp, values),
    );
    if (reply?.ok) {
      onConfirmed(reply.value.backup_codes);
    } else if (reply?.problem.error_code === 'TWO_FACTOR_ALREADY_ENABLED') {
      onEnd();
    }
  }

  const lapsed = act.problem?.error_code === 'TWO_FACTOR_NOT_PENDING';
  return (
    <div class="max-w-sm">
      <Form
        form={form}
        label={t('Turn on')}
        away={{ label: t('Back'), onPress: onBack }}
        onSubmit={async () => await submit(code)}
        way={
          lapsed && (
            <Button kind="secondary" busy={act.busy} onClick={() => void act.run(onRestart)}>
              {t('Get a new key')}
            </Button>
          )
        }
      >
        <CodeField
          label={t('Code from your authenticator app')}
          name="code"
          hint={t('The six digits it shows now.')}
          value={code}
          error={form.wrong['code']}
          onText={setCode}
          onComplete={(digits) => void submit(digits)}
        />
      </Form>
    </div>
  );
}

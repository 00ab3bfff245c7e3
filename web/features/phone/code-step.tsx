import { setPhone, verifyPhone } from '../../../src/features/phone/contract.ts';
import { freshCall } from '../../fresh-call.ts';
import { byThisClock } from '../../server-clock.ts';
import { loadSession, signedInCall } from '../../session.ts';
import { t } from '../../text.ts';
import { CodeField } from '../../ui/code-field.tsx';
import { useSecondsLeft, waitText } from '../../ui/countdown.ts';
import { withExact } from '../../ui/exact.tsx';
import { Form } from '../../ui/form.tsx';
import { SendAgain } from '../../ui/send-again.tsx';
import { StepHeading } from '../../ui/step-heading.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useCode } from '../../ui/use-code.ts';
import { useForm } from '../../ui/use-form.ts';

/** A code is on its way to this number. */
export interface Sent {
  readonly phone: string;
  /** By this device's clock, in Unix milliseconds. */
  readonly goodUntil: number;
}

interface CodeStepProps {
  readonly sent: Sent;
  readonly onAgain: (sent: Sent) => void;
  readonly onOther: () => void;
  readonly onVerified: () => void;
}

/** The code comes back, and the number is the person's. */
export function CodeStep({ sent, onAgain, onOther, onVerified }: CodeStepProps) {
  const form = useForm(verifyPhone);
  const [code, setCode] = useCode(form);

  async function submit(digits: string) {
    const reply = await form.send(
      { code: digits },
      { code: t('Enter the six digits from the message.') },
      async (values) => {
        const verified = await signedInCall(verifyPhone, values);
        return verified.ok ? await loadSession() : verified;
      },
    );
    if (reply?.ok) {
      onVerified();
    }
  }

  return (
    <div class="max-w-sm space-y-5 pt-2">
      <div class="space-y-1">
        <StepHeading>{t('Enter the code we sent')}</StepHeading>
        <p class="text-muted">
          {withExact(t('It went to {phone}.'), { phone: sent.phone })}{' '}
          <GoodFor until={sent.goodUntil} />
        </p>
      </div>
      <Form
        form={form}
        label={t('Verify')}
        away={{ label: t('Use another number'), onPress: onOther }}
        onSubmit={async () => await submit(code)}
      >
        <CodeField
          label={t('Code from the message')}
          name="code"
          value={code}
          error={form.wrong['code']}
          onText={setCode}
          onComplete={(digits) => void submit(digits)}
        />
      </Form>
      <SendAnother phone={sent.phone} onSent={onAgain} />
    </div>
  );
}

function GoodFor({ until }: { readonly until: number }) {
  const seconds = useSecondsLeft(until);
  return (
    <span role="timer">
      {seconds > 0
        ? t('It is good for {wait}.', { wait: waitText(seconds) })
        : t('It is no longer good: send another.')}
    </span>
  );
}

interface SendAnotherProps {
  readonly phone: string;
  readonly onSent: (sent: Sent) => void;
}

function SendAnother({ phone, onSent }: SendAnotherProps) {
  const act = useAct();
  async function send() {
    const reply = await act.run(async () => await freshCall(setPhone, { phone }));
    if (reply?.ok) {
      onSent({ phone, goodUntil: byThisClock(reply.value.expires_at) });
    }
  }
  return <SendAgain act={act} label={t('Send another code')} onSend={send} />;
}

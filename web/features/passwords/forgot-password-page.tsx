import { useEffect, useState } from 'preact/hooks';

import { forgotPassword } from '../../../src/features/passwords/contract.ts';
import { call } from '../../api.ts';
import { knownEmail } from '../../session.ts';
import { t } from '../../text.ts';
import { SignInFrame } from '../../ui/sign-in-frame.tsx';
import { EmailField } from '../../ui/email-field.tsx';
import { withExact } from '../../ui/exact.tsx';
import { Form } from '../../ui/form.tsx';
import { formValues } from '../../ui/form-values.ts';
import { Heading } from '../../ui/heading.tsx';
import { SendAgain } from '../../ui/send-again.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useForm } from '../../ui/use-form.ts';

/** A way back in for the reader of the mail of the address; what it says is the same for every address. */
export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  return (
    <SignInFrame
      lit="outer"
      footer={
        <a class="link" href="/login">
          {t('Back to sign-in')}
        </a>
      }
    >
      {sentTo === null ? <AskForm onSent={setSentTo} /> : <Asked email={sentTo} />}
    </SignInFrame>
  );
}

function AskForm({ onSent }: { readonly onSent: (email: string) => void }) {
  const form = useForm(forgotPassword);
  const [email] = useState(() => knownEmail.peek());
  useEffect(() => {
    form.element.current?.querySelector('input')?.focus();
  }, [form.element]);

  async function submit(element: HTMLFormElement) {
    const values = formValues(element, ['email']);
    const reply = await form.send(
      values,
      { email: t('Enter your e-mail address.') },
      async () => await call(forgotPassword, values),
    );
    if (reply?.ok) {
      knownEmail.value = values.email.trim();
      onSent(values.email.trim());
    }
  }

  return (
    <>
      <div class="space-y-2">
        <Heading title={t('Forgot your password?')} quiet />
        <p class="text-muted">{t('We mail you a link by which you choose a new one.')}</p>
      </div>
      <Form form={form} label={t('Send the link')} wide onSubmit={submit}>
        <EmailField defaultValue={email} error={form.wrong['email']} />
      </Form>
    </>
  );
}

function Asked({ email }: { readonly email: string }) {
  const act = useAct();
  const [isAgain, setAgain] = useState(false);
  async function send() {
    const reply = await act.run(async () => await call(forgotPassword, { email }));
    setAgain(reply?.ok ?? isAgain);
  }
  return (
    <>
      <Heading title={t('Check your mail')} />
      <div class="space-y-3">
        <p class="break-words">
          {withExact(t('If {email} has an account here, an e-mail is on its way to it.'), {
            email,
          })}
        </p>
        <p class="text-muted">
          {t('It says what to do next. A link to choose a new password is good for half an hour.')}
        </p>
      </div>
      <SendAgain
        act={act}
        label={t('Send it again')}
        done={isAgain ? t('A new one was asked for.') : ''}
        onSend={send}
      />
    </>
  );
}

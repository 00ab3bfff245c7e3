import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';

import type { ViewOf } from '../../../src/core/endpoint/endpoint.ts';
import { registerAccount } from '../../../src/features/register/contract.ts';
import { call } from '../../api.ts';
import { CaptchaField } from '../../captcha-field.tsx';
import { useCaptcha } from '../../captcha.ts';
import { NewPasswordField } from '../../new-password/new-password-field.tsx';
import { knownEmail, notice } from '../../session.ts';
import { t } from '../../text.ts';
import { SignInFrame } from '../../ui/sign-in-frame.tsx';
import { EmailField } from '../../ui/email-field.tsx';
import { Form } from '../../ui/form.tsx';
import { formValues } from '../../ui/form-values.ts';
import { Heading } from '../../ui/heading.tsx';
import { useForm } from '../../ui/use-form.ts';
import { EmailSent } from './email-sent.tsx';

const required = () => ({
  email: t('Enter your e-mail address.'),
  password: t('Choose a password.'),
});

/** Makes an account; what comes after is the same for an address that has one already. */
export function RegisterPage() {
  const { route } = useLocation();
  const [email, setEmail] = useState<string | null>(null);
  if (email !== null) {
    return <EmailSent email={email} />;
  }

  function goOn({ user, mail_sent: mailSent }: ViewOf<typeof registerAccount>) {
    knownEmail.value = user.email;
    if (mailSent) {
      setEmail(user.email);
    } else {
      notice.value = t('Your account is ready. Sign in with your password.');
      route('/login', true);
    }
  }

  return (
    <SignInFrame
      lit="both"
      footer={
        <>
          {t('Have an account?')}{' '}
          <a class="link" href="/login">
            {t('Sign in')}
          </a>
        </>
      }
    >
      <Heading title={t('Create an account')} quiet />
      <RegisterForm onRegistered={goOn} />
    </SignInFrame>
  );
}

interface RegisterFormProps {
  readonly onRegistered: (registered: ViewOf<typeof registerAccount>) => void;
}

function RegisterForm({ onRegistered }: RegisterFormProps) {
  const form = useForm(registerAccount);
  const [email, setEmail] = useState('');
  const captcha = useCaptcha('register', email !== ''); // not before somebody means it
  useEffect(() => {
    form.element.current?.querySelector('input')?.focus();
  }, [form.element]);

  async function submit(element: HTMLFormElement) {
    const typed = formValues(element, ['email', 'password']);
    const reply = await form.send(
      { ...typed, ...captcha.fields },
      { ...required(), ...captcha.required },
      async (values) => await call(registerAccount, values),
    );
    captcha.after(reply);
    if (reply?.ok) {
      form.act.close();
      onRegistered(reply.value);
    }
  }

  return (
    <Form form={form} label={t('Create account')} wide onSubmit={submit}>
      <EmailField error={form.wrong['email']} onText={setEmail} />
      <NewPasswordField
        label={t('Password')}
        name="password"
        email={email}
        error={form.wrong['password']}
      />
      <CaptchaField captcha={captcha} error={form.wrong['captcha_token']} />
    </Form>
  );
}

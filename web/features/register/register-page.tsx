import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';

import { registerAccount } from '../../../src/features/register/contract.ts';
import { call } from '../../api.ts';
import { knownEmail, notice } from '../../session.ts';
import { t } from '../../text.ts';
import { Doorway } from '../../ui/doorway.tsx';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { formValues } from '../../ui/form-values.ts';
import { Heading } from '../../ui/heading.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { lengthHint } from './password-length.ts';
import { StrengthMeter } from './strength-meter.tsx';

const required = () => ({
  email: t('Enter your e-mail address.'),
  password: t('Choose a password.'),
});

/** Makes an account; signing in to it comes after. */
export function RegisterPage() {
  return (
    <Doorway
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
      <RegisterForm />
    </Doorway>
  );
}

function RegisterForm() {
  const { route } = useLocation();
  const form = useForm(registerAccount);
  const [password, setPassword] = useState('');
  const [email, setEmail] = useState('');
  useEffect(() => {
    form.element.current?.querySelector('input')?.focus();
  }, [form.element]);

  async function submit(element: HTMLFormElement) {
    const values = formValues(element, ['email', 'password']);
    const reply = await form.send(
      values,
      required(),
      async () => await call(registerAccount, values),
    );
    if (reply?.ok) {
      knownEmail.value = reply.value.user.email;
      notice.value = t('Your account is ready. Sign in with your password.');
      route('/login', true);
    }
  }

  return (
    <Form form={form} label={t('Create account')} wide onSubmit={submit}>
      <Field
        label={t('E-mail address')}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellcheck={false}
        error={form.wrong['email']}
        onInput={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordField
        label={t('Password')}
        name="password"
        autoComplete="new-password"
        hint={lengthHint(password)}
        error={form.wrong['password']}
        onText={setPassword}
      />
      <StrengthMeter password={password} email={email} />
    </Form>
  );
}

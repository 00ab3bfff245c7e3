import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';

import type { InputOf } from '../../../src/core/endpoint/endpoint.ts';
import { keepPending, login, viewPending } from '../../../src/features/sign-in/contract.ts';
import { call } from '../../api.ts';
import { CaptchaField } from '../../captcha-field.tsx';
import { useCaptcha } from '../../captcha.ts';
import { cookiesProblem } from '../../problem.ts';
import { challenge, knownEmail, loadSession } from '../../session.ts';
import { t } from '../../text.ts';
import { EmailField } from '../../ui/email-field.tsx';
import { Form } from '../../ui/form.tsx';
import { formValues } from '../../ui/form-values.ts';
import { PasswordField } from '../../ui/password-field.tsx';
import { useForm } from '../../ui/use-form.ts';

const required = () => ({
  email: t('Enter your e-mail address.'),
  password: t('Enter your password.'),
});

/** The address and the password; `next` is the page to go on to. */
export function LoginForm({ next }: { readonly next: string }) {
  const { route } = useLocation();
  const form = useForm(login);
  const captcha = useCaptcha('login');
  const [email] = useState(() => knownEmail.peek());
  useEffect(() => {
    const first = email ? '[name=password]' : '[name=email]';
    form.element.current?.querySelector<HTMLInputElement>(first)?.focus();
  }, [email, form.element]);

  async function submit(element: HTMLFormElement) {
    const typed = formValues(element, ['email', 'password']);
    const reply = await form.send(
      { ...typed, ...captcha.fields },
      { ...required(), ...captcha.required },
      async (values) => await proveFirstFactor(values, next),
    );
    captcha.after(reply);
    if (reply?.ok) {
      form.act.close();
    }
    if (reply?.ok && reply.value === 'second_door') {
      route(next === '/' ? '/2fa/verify' : `/2fa/verify?next=${encodeURIComponent(next)}`);
    }
  }

  return (
    <Form form={form} label={t('Sign in')} wide onSubmit={submit}>
      <EmailField defaultValue={email} error={form.wrong['email']} />
      <PasswordField
        label={t('Password')}
        name="password"
        autoComplete="current-password"
        error={form.wrong['password']}
      />
      <CaptchaField captcha={captcha} error={form.wrong['captcha_token']} />
    </Form>
  );
}

/** With two-factor authentication off, or in a trusted browser, there is a session now, and the page that watches it goes on. */
async function proveFirstFactor(values: InputOf<typeof login>, next: string) {
  const reply = await call(login, values);
  if (!reply.ok) {
    return reply;
  }
  if (reply.value.requires_2fa) {
    const { temp_token } = reply.value;
    if (!(await isKept(temp_token))) {
      return { ok: false, problem: cookiesProblem() } as const;
    }
    challenge.value = { temp_token, next };
    knownEmail.value = values.email; // so that starting again takes the password only
    return { ok: true, value: 'second_door' } as const;
  }
  knownEmail.value = '';
  const loaded = await loadSession();
  if (!loaded.ok && loaded.problem.error_code === 'NOT_AUTHENTICATED') {
    return { ok: false, problem: cookiesProblem() } as const;
  }
  return loaded.ok ? ({ ok: true, value: 'signed_in' } as const) : loaded;
}

/** Whether the browser keeps our cookies: only a plain "no" is one, so that nobody is stopped by a lost answer. */
async function isKept(temp_token: string): Promise<boolean> {
  await call(keepPending, { temp_token });
  const reply = await call(viewPending, {});
  return !reply.ok || reply.value.pending;
}

import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';

import { login } from '../../../src/features/sign-in/contract.ts';
import { call } from '../../api.ts';
import { safeNextPath } from '../../next-path.ts';
import { challenge, knownEmail, loadSession, session, takeNotice } from '../../session.ts';
import { t } from '../../text.ts';
import { Doorway } from '../../ui/doorway.tsx';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { formValues } from '../../ui/form-values.ts';
import { Heading } from '../../ui/heading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useRedirect } from '../../use-redirect.ts';

const required = () => ({
  email: t('Enter your e-mail address.'),
  password: t('Enter your password.'),
});

/** The first door. */
export function LoginPage() {
  const { query } = useLocation();
  const [next] = useState(() => safeNextPath(query['next']));
  const [sentence] = useState(takeNotice);
  useRedirect(session.value.status === 'signed_in' ? next : null);

  return (
    <Doorway
      lit="outer"
      footer={
        <>
          {t('New here?')}{' '}
          <a class="link" href="/register">
            {t('Create an account')}
          </a>
        </>
      }
    >
      <Heading title={t('Sign in')} quiet>
        {t('Sign in to Sallyport')}
      </Heading>
      <Notice>{sentence || (next === '/' ? '' : t('Sign in to open that page.'))}</Notice>
      <LoginForm next={next} />
    </Doorway>
  );
}

function LoginForm({ next }: { readonly next: string }) {
  const { route } = useLocation();
  const form = useForm(login);
  const [email] = useState(() => knownEmail.peek());
  useEffect(() => {
    const first = email ? '[name=password]' : '[name=email]';
    form.element.current?.querySelector<HTMLInputElement>(first)?.focus();
  }, [email, form.element]);

  async function submit(element: HTMLFormElement) {
    const values = formValues(element, ['email', 'password']);
    const reply = await form.send(
      values,
      required(),
      async () => await openFirstDoor(values, next),
    );
    if (reply?.ok) {
      form.act.close();
    }
    if (reply?.ok && reply.value === 'second_door') {
      route('/2fa/verify');
    }
  }

  return (
    <Form form={form} label={t('Sign in')} wide onSubmit={submit}>
      <Field
        label={t('E-mail address')}
        name="email"
        type="email"
        defaultValue={email}
        autoComplete="username"
        autoCapitalize="none"
        spellcheck={false}
        error={form.wrong['email']}
      />
      <PasswordField
        label={t('Password')}
        name="password"
        autoComplete="current-password"
        error={form.wrong['password']}
      />
    </Form>
  );
}

/** With two-factor sign-in off there is a session now, and whoever watches it goes on. */
async function openFirstDoor(values: { email: string; password: string }, next: string) {
  const reply = await call(login, values);
  if (!reply.ok) {
    return reply;
  }
  if (reply.value.requires_2fa) {
    challenge.value = { ...reply.value, next };
    knownEmail.value = values.email; // so that starting again takes the password only
    return { ok: true, value: 'second_door' } as const;
  }
  knownEmail.value = '';
  const loaded = await loadSession();
  return loaded.ok ? ({ ok: true, value: 'signed_in' } as const) : loaded;
}

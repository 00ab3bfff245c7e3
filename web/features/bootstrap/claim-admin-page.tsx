import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';

import { claimAdmin } from '../../../src/features/bootstrap/contract.ts';
import { call } from '../../api.ts';
import { linkEnd, type LinkEnd } from '../../link-end.ts';
import { NewPasswordField } from '../../new-password/new-password-field.tsx';
import { knownEmail, notice } from '../../session.ts';
import { t } from '../../text.ts';
import { SignInFrame } from '../../ui/sign-in-frame.tsx';
import { EmailField } from '../../ui/email-field.tsx';
import { Form } from '../../ui/form.tsx';
import { formValues } from '../../ui/form-values.ts';
import { Heading } from '../../ui/heading.tsx';
import { useForm, type FormState } from '../../ui/use-form.ts';
import { useMailedToken } from '../../use-mailed-token.ts';

/** Where `npm run admin:bootstrap` leads: the first administrator chooses an address and a password. */
export function ClaimAdminPage() {
  const token = useMailedToken();
  const form = useForm(claimAdmin);
  const end = linkEnd(token, form.act.problem);
  return (
    <SignInFrame
      lit="outer"
      footer={
        <a class="link" href="/login">
          {t('Back to sign-in')}
        </a>
      }
    >
      {end ? <Ended key={end} end={end} /> : <ClaimForm token={token} form={form} />}
    </SignInFrame>
  );
}

interface ClaimFormProps {
  readonly token: string;
  readonly form: FormState;
}

function ClaimForm({ token, form }: ClaimFormProps) {
  const { route } = useLocation();
  const [email, setEmail] = useState('');
  useEffect(() => {
    form.element.current?.querySelector('input')?.focus();
  }, [form.element]);

  async function submit(element: HTMLFormElement) {
    const values = { token, ...formValues(element, ['email', 'password']) };
    const reply = await form.send(
      values,
      { email: t('Enter your e-mail address.'), password: t('Choose a password.') },
      async () => await call(claimAdmin, values),
    );
    if (reply?.ok) {
      form.act.close();
      knownEmail.value = reply.value.user.email;
      notice.value = t(
        'You are the administrator now. Sign in and turn on two-factor authentication: before that nothing can be administered.',
      );
      route('/login', true);
    }
  }

  return (
    <>
      <div class="space-y-2">
        <Heading title={t('Become the administrator')} quiet />
        <p class="text-muted">
          {t('This makes a new account that may do everything. The link works once.')}
        </p>
      </div>
      <Form form={form} label={t('Create the account')} wide onSubmit={submit}>
        <EmailField error={form.wrong['email']} onText={setEmail} />
        <NewPasswordField
          label={t('Password')}
          name="password"
          email={email}
          error={form.wrong['password']}
        />
      </Form>
    </>
  );
}

const endings = (): Readonly<Record<LinkEnd, readonly [title: string, text: string]>> => ({
  missing: [
    t('This link is not whole'),
    t('Open it once more as it was printed, to its very end.'),
  ],
  invalid: [
    t('This link is not known'),
    t('A part of it may be missing, or another one was made after it.'),
  ],
  expired: [
    t('This link is too old'),
    t('It was good for one hour. The operator of the server can make another.'),
  ],
  consumed: [
    t('This link was used already'),
    t(
      'There is an administrator already. If that was not you, tell the operator of the server now.',
    ),
  ],
});

function Ended({ end }: { readonly end: LinkEnd }) {
  const [title, text] = endings()[end];
  return (
    <div class="space-y-2">
      <Heading title={title} />
      <p class="text-muted">{text}</p>
    </div>
  );
}

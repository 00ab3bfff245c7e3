import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';

import { resetPassword } from '../../../src/features/passwords/contract.ts';
import { call } from '../../api.ts';
import { linkEnd, type LinkEnd } from '../../link-end.ts';
import { NewPasswordField } from '../../new-password/new-password-field.tsx';
import { knownEmail, notice } from '../../session.ts';
import { t } from '../../text.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { SignInFrame } from '../../ui/sign-in-frame.tsx';
import { Form } from '../../ui/form.tsx';
import { formValues } from '../../ui/form-values.ts';
import { Heading } from '../../ui/heading.tsx';
import { useForm, type FormState } from '../../ui/use-form.ts';
import { mailedAccount, useMailedToken } from '../../use-mailed-token.ts';

/** Where the mailed link leads. It opens no session: one signs in with the new password. */
export function ResetPasswordPage() {
  const [account] = useState(mailedAccount);
  const token = useMailedToken();
  const form = useForm(resetPassword);
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
      {end ? (
        <Ended key={end} end={end} />
      ) : (
        <ResetForm token={token} account={account || knownEmail.peek()} form={form} />
      )}
    </SignInFrame>
  );
}

interface ResetFormProps {
  readonly token: string;
  /** Its address; empty when this page was not told. */
  readonly account: string;
  readonly form: FormState;
}

function ResetForm({ token, account, form }: ResetFormProps) {
  const { route } = useLocation();
  useEffect(() => {
    form.element.current?.querySelector('input')?.focus();
  }, [form.element]);

  async function submit(element: HTMLFormElement) {
    const values = { token, ...formValues(element, ['new_password']) };
    const reply = await form.send(
      values,
      { new_password: t('Choose a password.') },
      async () => await call(resetPassword, values),
    );
    if (reply?.ok) {
      form.act.close();
      notice.value = t(
        'Your new password is in force, and every session has ended. Sign in with it; if two-factor authentication is on, its code is asked for as before.',
      );
      route('/login', true);
    }
  }

  return (
    <>
      <div class="space-y-2">
        <Heading title={t('Choose a new password')} quiet />
        <p class="text-muted">{t('Every session that used the old one ends.')}</p>
      </div>
      <Form form={form} label={t('Set the new password')} wide onSubmit={submit}>
        {account && <input type="text" autoComplete="username" value={account} readOnly hidden />}
        <NewPasswordField
          label={t('New password')}
          name="new_password"
          email={account}
          error={form.wrong['new_password']}
        />
      </Form>
    </>
  );
}

const endings = (): Readonly<Record<LinkEnd, readonly [title: string, text: string]>> => ({
  missing: [
    t('This link is not whole'),
    t('Open the link in the e-mail once more, to its very end, or ask for a new one.'),
  ],
  invalid: [
    t('This link is not known'),
    t('A part of it may be missing, or a newer one was sent after it.'),
  ],
  expired: [t('This link is too old'), t('It was good for half an hour. Ask for a new one.')],
  consumed: [
    t('This link was used already'),
    t('A new password was chosen with it. If that was not you, ask for a new link now.'),
  ],
});

function Ended({ end }: { readonly end: LinkEnd }) {
  const [title, text] = endings()[end];
  return (
    <>
      <div class="space-y-2">
        <Heading title={title} />
        <p class="text-muted">{text}</p>
      </div>
      <ButtonLink href="/forgot-password">{t('Ask for a new link')}</ButtonLink>
    </>
  );
}

import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';

import { brand } from '../../brand.ts';
import { safeNextPath } from '../../next-path.ts';
import { knownEmail, session, takeNotice } from '../../session.ts';
import { t } from '../../text.ts';
import { SignInFrame } from '../../ui/sign-in-frame.tsx';
import { Heading } from '../../ui/heading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useRedirect } from '../../use-redirect.ts';
import { LoginForm } from './login-form.tsx';

/** The sign-in page. */
export function LoginPage() {
  const { query } = useLocation();
  const [next] = useState(() => safeNextPath(query['next']));
  const [sentence] = useState(takeNotice);
  useRedirect(session.value.status === 'signed_in' ? next : null);

  return (
    <SignInFrame
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
        {t('Sign in to {brand}', { brand })}
      </Heading>
      <Notice>{sentence || (next === '/' ? '' : t('Sign in to open that page.'))}</Notice>
      <LoginForm next={next} />
      <p class="text-[0.9375rem]">
        <a class="link" href="/forgot-password" onClick={carryEmail}>
          {t('Forgot your password?')}
        </a>
      </p>
    </SignInFrame>
  );
}

/** What was typed is there on the next page, too. */
function carryEmail() {
  knownEmail.value = document.querySelector<HTMLInputElement>('[name=email]')?.value ?? '';
}

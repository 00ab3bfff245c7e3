import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';

import { forgetPending, viewPending } from '../../../src/features/sign-in/contract.ts';
import { call } from '../../api.ts';
import { safeNextPath } from '../../next-path.ts';
import { challenge, knownEmail, notice, session, type Challenge } from '../../session.ts';
import { t } from '../../text.ts';
import { SignInFrame } from '../../ui/sign-in-frame.tsx';
import { Heading } from '../../ui/heading.tsx';
import { useRedirect } from '../../use-redirect.ts';
import { VerifyForm } from './verify-form.tsx';

/** The MFA challenge, after the password was right. */
export function VerifyPage() {
  const open = useChallenge();
  useRedirect(open === 'none' ? '/login' : null);

  return (
    <SignInFrame
      lit="inner"
      footer={
        <>
          {t('Not you?')}{' '}
          <a class="link" href="/login" onClick={startAgain}>
            {t('Start again')}
          </a>
        </>
      }
    >
      <div class="space-y-2">
        <Heading title={t('Two-factor authentication')} quiet>
          {t('Enter your second factor')}
        </Heading>
        <p class="text-muted">
          {t('Your password was right. Now show that you have your authenticator, too.')}
        </p>
      </div>
      {typeof open === 'object' && <VerifyForm open={open} />}
    </SignInFrame>
  );
}

/** What was begun on the page before, or what the browser kept of it over a reload. */
function useChallenge(): Challenge | 'asking' | 'none' {
  const { query } = useLocation();
  // Kept while the page is shown: signing in clears the signal before the page goes.
  const [open, setOpen] = useState<Challenge | 'asking' | 'none'>(
    () => challenge.peek() ?? 'asking',
  );
  const next = query['next'];
  useEffect(() => {
    async function ask() {
      const reply = await call(viewPending, {});
      const isPending = reply.ok && reply.value.pending;
      if (!isPending && session.peek().status !== 'signed_in') {
        notice.value = t('There is no sign-in under way any more. Enter your password again.');
      }
      setOpen(isPending ? { temp_token: null, next: safeNextPath(next) } : 'none');
    }
    if (open === 'asking') {
      void ask();
    }
  }, [open, next]);
  return open;
}

function startAgain() {
  knownEmail.value = '';
  void call(forgetPending, {});
}

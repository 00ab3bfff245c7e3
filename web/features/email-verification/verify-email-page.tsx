import { useState } from 'preact/hooks';

import type { ViewOf } from '../../../src/core/endpoint/endpoint.ts';
import { verifyEmail } from '../../../src/features/email-verification/contract.ts';
import { call } from '../../api.ts';
import { brand } from '../../brand.ts';
import { linkEnd, type LinkEnd } from '../../link-end.ts';
import { t } from '../../text.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { SignInFrame } from '../../ui/sign-in-frame.tsx';
import { Heading } from '../../ui/heading.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useMailedToken } from '../../use-mailed-token.ts';
import { NewLinkForm } from './new-link-form.tsx';

/** Where the mailed link leads. A press confirms: opening the page alone, as mail scanners do, does nothing. */
export function VerifyEmailPage() {
  const token = useMailedToken();
  const act = useAct();
  const [done, setDone] = useState<ViewOf<typeof verifyEmail> | null>(null);
  const end = linkEnd(token, act.problem);

  async function confirm() {
    const reply = await act.run(async () => await call(verifyEmail, { token }));
    setDone(reply?.ok ? reply.value : null);
  }

  return (
    <SignInFrame lit={done ? 'both' : 'outer'}>
      {done ? (
        <Confirmed hasEnded={done.ended.length > 0} />
      ) : end ? (
        <Ended key={end} end={end} />
      ) : (
        <>
          <div class="space-y-2">
            <Heading title={t('Confirm your address')} />
            <p class="text-muted">
              {t('Press the button, and we know that our e-mails reach you.')}
            </p>
          </div>
          <ProblemNote problem={act.problem} />
          <Button wide busy={act.busy} disabled={act.held} onClick={() => void confirm()}>
            {t('Confirm my address')}
          </Button>
          <NotMine token={token} />
        </>
      )}
    </SignInFrame>
  );
}

/** What confirming does to what was there before, and the other way for a person who did not make the account. */
function NotMine({ token }: { readonly token: string }) {
  return (
    <div class="space-y-3 text-[0.9375rem] text-muted">
      <p>
        {t(
          'Confirm it in the browser you are signed in with. In any other browser, this ends every sign-in, two-factor authentication and the phone number that were set up before.',
        )}
      </p>
      <p>
        {t('You did not make this account?')}{' '}
        <a class="link" href={`/reset-password?token=${encodeURIComponent(token)}`}>
          {t('Choose your own password instead')}
        </a>
      </p>
    </div>
  );
}

function Confirmed({ hasEnded }: { readonly hasEnded: boolean }) {
  // Said by the Worker of the request for this document; see docs/decisions/0020.
  const isAnonymous = document.documentElement.dataset['session'] === 'none';
  return (
    <>
      <div class="space-y-2">
        <Heading title={t('Your address is confirmed')} />
        {hasEnded ? (
          <p>
            {t(
              'What was set up before has ended: every sign-in, two-factor authentication and the phone number. Sign in and set up again what you need.',
            )}
          </p>
        ) : (
          <p class="text-muted">{t('Thank you. There is nothing more to do here.')}</p>
        )}
      </div>
      <ButtonLink href={isAnonymous || hasEnded ? '/login' : '/'}>
        {isAnonymous || hasEnded ? t('Sign in') : t('Go on to {brand}', { brand })}
      </ButtonLink>
      <p class="text-[0.9375rem] text-muted">
        {t('Did somebody else choose the password of this account?')}{' '}
        <a class="link" href="/forgot-password">
          {t('Choose your own')}
        </a>
      </p>
    </>
  );
}

const endings = (): Readonly<Record<LinkEnd, readonly [title: string, text: string]>> => ({
  missing: [
    t('This link is not whole'),
    t('Open the link in the e-mail once more, to its very end, or have a new one sent.'),
  ],
  invalid: [
    t('This link is not known'),
    t('A part of it may be missing, or a newer one was sent after it. Have a new one sent.'),
  ],
  expired: [
    t('This link is too old'),
    t('It was good for one day. Have a new one sent to your address.'),
  ],
  consumed: [
    t('This link was used already'),
    t('So your address is confirmed, and there is nothing more to do here.'),
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
      {end === 'consumed' ? <ButtonLink href="/login">{t('Sign in')}</ButtonLink> : <NewLinkForm />}
    </>
  );
}

import { useState } from 'preact/hooks';

import { verifyEmail } from '../../../src/features/email-verification/contract.ts';
import { call } from '../../api.ts';
import { linkEnd, type LinkEnd } from '../../link-end.ts';
import { t } from '../../text.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Doorway } from '../../ui/doorway.tsx';
import { Heading } from '../../ui/heading.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useMailedToken } from '../../use-mailed-token.ts';
import { NewLinkForm } from './new-link-form.tsx';

/** Where the mailed link leads. A press confirms: opening the page alone, as mail scanners do, does nothing. */
export function VerifyEmailPage() {
  const token = useMailedToken();
  const act = useAct();
  const [isDone, setDone] = useState(false);
  const end = linkEnd(token, act.problem);

  async function confirm() {
    const reply = await act.run(async () => await call(verifyEmail, { token }));
    setDone(reply?.ok ?? false);
  }

  return (
    <Doorway lit={isDone ? 'both' : 'outer'}>
      {isDone ? (
        <Confirmed />
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
        </>
      )}
    </Doorway>
  );
}

function Confirmed() {
  // Said by the Worker of the request for this document; see docs/decisions/0020.
  const isStranger = document.documentElement.dataset['session'] === 'none';
  return (
    <>
      <div class="space-y-2">
        <Heading title={t('Your address is confirmed')} />
        <p class="text-muted">{t('Thank you. There is nothing more to do here.')}</p>
      </div>
      <ButtonLink href={isStranger ? '/login' : '/'}>
        {isStranger ? t('Sign in') : t('Go on to Sallyport')}
      </ButtonLink>
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

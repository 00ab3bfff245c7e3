import { useLocation } from 'preact-iso';

import { keepAccount } from '../../../src/features/account-deletion/contract.ts';
import { call } from '../../api.ts';
import { linkEnd, type LinkEnd } from '../../link-end.ts';
import { notice } from '../../session.ts';
import { t } from '../../text.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { SignInFrame } from '../../ui/sign-in-frame.tsx';
import { Heading } from '../../ui/heading.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useMailedToken } from '../../use-mailed-token.ts';

/** Where the mailed link leads while an account waits to be deleted. A press keeps it, opening the page does not. */
export function KeepAccountPage() {
  const { route } = useLocation();
  const token = useMailedToken();
  const act = useAct();
  const end = linkEnd(token, act.problem);

  async function keep() {
    const reply = await act.run(async () => await call(keepAccount, { token }));
    if (reply?.ok) {
      act.close();
      notice.value = t('Your account stays. Sign in to go on.');
      route('/login', true);
    }
  }

  return (
    <SignInFrame lit="outer">
      {end ? (
        <Ended key={end} end={end} />
      ) : (
        <>
          <div class="space-y-2">
            <Heading title={t('Cancel the deletion of your account?')} />
            <p class="text-muted">
              {t('It is waiting to be deleted. Cancel that to keep it with everything in it.')}
            </p>
          </div>
          <ProblemNote problem={act.problem} />
          <Button wide busy={act.busy} disabled={act.held} onClick={() => void keep()}>
            {t('Cancel the deletion')}
          </Button>
        </>
      )}
    </SignInFrame>
  );
}

const endings = (): Readonly<Record<LinkEnd, readonly [title: string, text: string]>> => ({
  missing: [
    t('This link is not whole'),
    t('Open the link in the e-mail once more, to its very end.'),
  ],
  invalid: [
    t('This link is not known'),
    t(
      'A part of it may be missing, or the account is gone already. Open it once more from the e-mail.',
    ),
  ],
  expired: [
    t('This link is too old'),
    t('The fourteen days are over, and the account is gone. You can make a new one.'),
  ],
  consumed: [t('This link was used already'), t('Your account stays. Sign in as before.')],
});

function Ended({ end }: { readonly end: LinkEnd }) {
  const [title, text] = endings()[end];
  return (
    <>
      <div class="space-y-2">
        <Heading title={title} />
        <p class="text-muted">{text}</p>
      </div>
      {end === 'expired' ? (
        <ButtonLink href="/register">{t('Create an account')}</ButtonLink>
      ) : (
        <ButtonLink href="/login">{t('Sign in')}</ButtonLink>
      )}
    </>
  );
}

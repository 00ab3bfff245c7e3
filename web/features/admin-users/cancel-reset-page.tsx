import { useState } from 'preact/hooks';

import { cancelTwoFactorReset } from '../../../src/features/admin-users/contract.ts';
import { call } from '../../api.ts';
import { linkEnd, type LinkEnd } from '../../link-end.ts';
import { t } from '../../text.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { SignInFrame } from '../../ui/sign-in-frame.tsx';
import { Heading } from '../../ui/heading.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useMailedToken } from '../../use-mailed-token.ts';

/** Where the e-mail about a reset leads. A press cancels it: opening the page alone does nothing. */
export function CancelResetPage() {
  const token = useMailedToken();
  const act = useAct();
  const [isDone, setDone] = useState(false);
  const end = linkEnd(token, act.problem);

  async function cancel() {
    const reply = await act.run(async () => await call(cancelTwoFactorReset, { token }));
    setDone(reply?.ok ?? false);
  }

  return (
    <SignInFrame lit="inner">
      {isDone ? (
        <Said
          title={t('Your second factor stays')}
          text={t(
            'Nobody removes it. If you did not ask for that yourself, somebody may know your password: choose a new one.',
          )}
          way={<ButtonLink href="/forgot-password">{t('Choose a new password')}</ButtonLink>}
        />
      ) : end ? (
        <Ended key={end} end={end} />
      ) : (
        <>
          <div class="space-y-2">
            <Heading title={t('Keep your second factor')} />
            <p class="text-muted">
              {t('Somebody asked for it to be removed. One press cancels that.')}
            </p>
          </div>
          <ProblemNote problem={act.problem} />
          <Button wide busy={act.busy} disabled={act.held} onClick={() => void cancel()}>
            {t('Keep it')}
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
    t('A part of it may be missing. Open it once more from the e-mail.'),
  ],
  expired: [
    t('This link is too old'),
    t('The reset was carried out or taken back. Sign in to see whether your second factor is on.'),
  ],
  consumed: [
    t('This link was used already'),
    t('The reset was cancelled, or it is over. Sign in to see whether your second factor is on.'),
  ],
});

function Ended({ end }: { readonly end: LinkEnd }) {
  const [title, text] = endings()[end];
  return (
    <Said title={title} text={text} way={<ButtonLink href="/login">{t('Sign in')}</ButtonLink>} />
  );
}

interface SaidProps {
  readonly title: string;
  readonly text: string;
  readonly way: ReturnType<typeof ButtonLink>;
}

function Said({ title, text, way }: SaidProps) {
  return (
    <>
      <div class="space-y-2">
        <Heading title={title} />
        <p class="text-muted">{text}</p>
      </div>
      {way}
    </>
  );
}

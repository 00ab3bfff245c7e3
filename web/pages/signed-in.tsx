import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect } from 'preact/hooks';

import { frame } from '../frame.ts';
import { loginPathFor } from '../next-path.ts';
import { isAway } from '../problem.ts';
import { changedPerson, hearOtherWindows, loadSession, session, type Me } from '../session.ts';
import { t } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { withExact } from '../ui/exact.tsx';
import { Heading } from '../ui/heading.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useAct } from '../ui/use-act.ts';
import { useRetry } from '../ui/use-retry.ts';
import { useRedirect } from '../use-redirect.ts';
import { Shell } from './shell.tsx';

interface SignedInProps {
  /** For a page of tables. */
  readonly wide?: boolean;
  readonly children: (me: Me) => ComponentChildren;
}

/** A page for somebody signed in; everybody else is led to the sign-in page and back. */
export function SignedIn({ wide, children }: SignedInProps) {
  const { url } = useLocation();
  const state = session.value;
  const unknown = state.status === 'unknown';
  useEffect(() => {
    if (unknown) {
      void loadSession();
    }
  }, [unknown]);
  useEffect(() => {
    frame.page = Framed;
  }, []);
  const signInPath =
    state.status === 'signed_out' && (state.byChoice ? '/login' : loginPathFor(url));
  useRedirect(signInPath || null);
  useLookAgain();

  if (state.status === 'signed_in') {
    return (
      // What one person began on this page is not gone on with as another.
      <Shell key={state.me.user.id} me={state.me} wide={wide ?? false}>
        <Notice>
          {changedPerson.value &&
            withExact(t('This browser is signed in as {email} now.'), {
              email: changedPerson.value,
            })}
        </Notice>
        {children(state.me)}
      </Shell>
    );
  }
  return <Shell>{state.status === 'unreachable' ? <Unreachable /> : <Waiting />}</Shell>;
}

function Waiting() {
  return (
    <>
      <h1 class="sr-only">{t('Loading')}</h1>
      <Skeleton label={t('Loading')} lines={4} />
    </>
  );
}

/** The frame of whatever takes a page's place: with the menu, when it is known who is signed in. */
function Framed({ children }: { readonly children: ComponentChildren }) {
  const state = session.value;
  return <Shell {...(state.status === 'signed_in' && { me: state.me })}>{children}</Shell>;
}

function Unreachable() {
  const act = useAct();
  const state = session.value;
  const problem = act.problem ?? (state.status === 'unreachable' ? state.problem : null);
  useRetry(isAway(problem), () => void act.run(loadSession));
  return (
    <>
      <Heading title={t('This page did not load')} />
      <ProblemNote problem={problem}>
        <Button kind="secondary" busy={act.busy} onClick={() => void act.run(loadSession)}>
          {t('Try again')}
        </Button>
      </ProblemNote>
    </>
  );
}

/** Another tab may have ended the session, or begun another person's. */
function useLookAgain() {
  useEffect(() => {
    const look = () => {
      // A hidden page looks when it is seen again.
      if (document.visibilityState === 'visible' && session.peek().status === 'signed_in') {
        void loadSession();
      }
    };
    document.addEventListener('visibilitychange', look);
    addEventListener('focus', look);
    const deafen = hearOtherWindows(look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      removeEventListener('focus', look);
      deafen();
      changedPerson.value = '';
    };
  }, []);
}

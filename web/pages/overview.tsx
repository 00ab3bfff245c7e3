import { UnconfirmedNote } from '../features/email-verification/unconfirmed-note.tsx';
import { loadSignIns } from '../features/sessions/load-sign-ins.ts';
import { OverviewPage } from '../features/sessions/overview-page.tsx';
import type { Me } from '../session.ts';
import { t } from '../text.ts';
import { useReturns } from '../ui/connection.ts';
import { later } from '../ui/later.tsx';
import { OfflineNote } from '../ui/offline-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { seesOperations } from './operator-pages.ts';
import { SignedIn } from './signed-in.tsx';

/** The foot of the page: its script comes while the answer is on its way. */
const LastSignIns = later(
  async () => (await import('../features/sessions/last-sign-ins.tsx')).LastSignIns,
);

/** For those alone who look after the system. */
const Dashboard = later(
  async () => (await import('./dashboard.tsx')).Dashboard,
  () => <Skeleton label={t('Loading')} lines={4} />,
);

/** The page at `/`: a person sees their account, an operator also how the system stands. */
export function Overview() {
  return (
    <SignedIn>
      {(me) => (seesOperations(me) ? <Dashboard me={me} /> : <OwnAccount me={me} />)}
    </SignedIn>
  );
}

function OwnAccount({ me }: { readonly me: Me }) {
  const signIns = useLoaded(loadSignIns, useReturns());
  return (
    <>
      <OverviewPage
        me={me}
        standing={
          <>
            <OfflineNote />
            <UnconfirmedNote user={me.user} />
          </>
        }
      />
      <LastSignIns loaded={signIns} />
    </>
  );
}

import { UnconfirmedNote } from '../features/email-verification/unconfirmed-note.tsx';
import { AtAGlance } from '../features/integrations/at-a-glance.tsx';
import { loadSignIns } from '../features/sessions/load-sign-ins.ts';
import { OverviewPage } from '../features/sessions/overview-page.tsx';
import { BlockerSummary } from '../features/system-status/blocker-list.tsx';
import { StatusStrip } from '../features/system-status/status-strip.tsx';
import { useReport } from '../features/system-status/use-report.ts';
import { loadIntegrations } from '../ledger.ts';
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

/** The page at `/`: a person sees their account, whoever sees the operations also how the system stands. */
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

/**
 * Everything is asked for side by side. The page is drawn once it is known what stands in the way, for
 * that part alone has no height of its own; the others hold their places.
 */
function Dashboard({ me }: { readonly me: Me }) {
  const returns = useReturns();
  const report = useReport();
  const integrations = useLoaded(loadIntegrations, returns);
  const signIns = useLoaded(loadSignIns, returns);
  if (report.value === null && report.problem === null) {
    return <Skeleton label={t('Loading')} lines={4} />;
  }
  const blockers = report.value?.blockers ?? [];
  return (
    <>
      <OverviewPage
        me={me}
        standing={
          <>
            <OfflineNote />
            <UnconfirmedNote user={me.user} />
            {blockers.length > 0 ? (
              <BlockerSummary blockers={blockers} />
            ) : (
              <StatusStrip report={report} />
            )}
          </>
        }
      >
        <AtAGlance loaded={integrations} />
      </OverviewPage>
      <LastSignIns loaded={signIns} />
    </>
  );
}

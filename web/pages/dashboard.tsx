import { UnconfirmedNote } from '../features/email-verification/unconfirmed-note.tsx';
import { AtAGlance } from '../features/integrations/at-a-glance.tsx';
import { LastSignIns } from '../features/sessions/last-sign-ins.tsx';
import { loadSignIns } from '../features/sessions/load-sign-ins.ts';
import { OverviewPage } from '../features/sessions/overview-page.tsx';
import { BlockerSummary } from '../features/system-status/blocker-list.tsx';
import { StatusStrip } from '../features/system-status/status-strip.tsx';
import { useReport } from '../features/system-status/use-report.ts';
import { loadIntegrations } from '../ledger.ts';
import type { Me } from '../session.ts';
import { t } from '../text.ts';
import { useReturns } from '../ui/connection.ts';
import { OfflineNote } from '../ui/offline-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useLoaded } from '../ui/use-loaded.ts';

/**
 * The overview of somebody who looks after the system. Everything is asked for side by side. The page
 * is drawn once it is known what stands in the way, for
 * that part alone has no height of its own; the others hold their places.
 */
export function Dashboard({ me }: { readonly me: Me }) {
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

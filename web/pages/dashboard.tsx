import { AtAGlance } from '../features/integrations/at-a-glance.tsx';
import { BlockerSummary } from '../features/system-status/blocker-list.tsx';
import { StatusStrip } from '../features/system-status/status-strip.tsx';
import { useReport } from '../features/system-status/use-report.ts';
import { loadIntegrations } from '../ledger.ts';
import type { Me } from '../session.ts';
import { t } from '../text.ts';
import { useReturns } from '../ui/connection.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { AccountOverview } from './account-overview.tsx';

/**
 * The overview of somebody who looks after the system. The page is drawn once it is known what stands in
 * the way, for that part alone has no height of its own; the others hold their places.
 */
export function Dashboard({ me }: { readonly me: Me }) {
  const report = useReport();
  const integrations = useLoaded(loadIntegrations, useReturns());
  if (report.value === null && report.problem === null) {
    return <Skeleton label={t('Loading')} lines={4} />;
  }
  const blockers = report.value?.blockers ?? [];
  return (
    <AccountOverview
      me={me}
      standing={
        blockers.length > 0 ? (
          <BlockerSummary blockers={blockers} />
        ) : (
          <StatusStrip report={report} />
        )
      }
    >
      <AtAGlance loaded={integrations} />
    </AccountOverview>
  );
}

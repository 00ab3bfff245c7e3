import { Operations } from '../../pages/operations.tsx';
import type { Me } from '../../session.ts';
import { t } from '../../text.ts';
import { StatusOverview } from './status-overview.tsx';
import { StatusStrip } from './status-strip.tsx';
import { useReport } from './use-report.ts';

/** The page at `/status`. */
export function StatusPage() {
  return (
    <Operations
      isStatus
      title={t('Status')}
      lead={t('What stands in the way of full service, and what to do about each.')}
    >
      {(me) => <Status me={me} />}
    </Operations>
  );
}

function Status({ me }: { readonly me: Me }) {
  const report = useReport();
  return (
    <>
      <StatusStrip report={report} isStatus />
      {!me.permissions.includes('status.read') && (
        <p class="text-[0.9375rem] text-muted">
          {t('Of outside services only your own calls count here.')}
        </p>
      )}
      <StatusOverview report={report} />
      <p>
        <a class="link" href="/docs">
          {t('API reference')}
        </a>
      </p>
    </>
  );
}

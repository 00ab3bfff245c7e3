import { StatusOverview } from '../features/system-status/status-overview.tsx';
import { t } from '../text.ts';
import { Docs } from './docs.tsx';
import { Operations } from './operations.tsx';

/**
 * The pages at `/status` and `/docs`: together, because each page more is a line in the script that
 * every first visit loads, and that one is full.
 */
export function Status({ path }: { readonly path?: string }) {
  return path === '/docs' ? <Docs /> : <Standing />;
}

function Standing() {
  return (
    <Operations
      title={t('Status')}
      lead={t('What stands in the way of full service, and what to do about each.')}
      path="/status"
    >
      {({ me, report }) => (
        <>
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
      )}
    </Operations>
  );
}

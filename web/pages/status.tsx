import { StatusOverview } from '../features/system-status/status-overview.tsx';
import { t } from '../text.ts';
import { Operations } from './operations.tsx';

/** The page at `/status`. */
export function Status() {
  return (
    <Operations
      title={t('Status')}
      lead={t('What stands in the way of full service, and what to do about each.')}
      path="/status"
    >
      {({ report }) => <StatusOverview report={report} />}
    </Operations>
  );
}

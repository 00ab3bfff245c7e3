import { SessionsPage } from '../features/sessions/sessions-page.tsx';
import { t } from '../text.ts';
import { later } from '../ui/later.tsx';
import { Settings } from './settings.tsx';

const ActivityPage = later(
  async () => (await import('../features/audit-log/activity-page.tsx')).ActivityPage,
);

/** The page at `/settings/sessions`. */
export function Sessions() {
  return (
    <Settings
      title={t('Sessions')}
      lead={t('Where you are signed in, and which browsers are remembered.')}
    >
      {() => <SessionsPage />}
    </Settings>
  );
}

/** The page at `/settings/activity`: the past of what is the present above. */
export function Activity() {
  return (
    <Settings title={t('Activity')} lead={t('What happened to your account, and by whom.')}>
      {() => <ActivityPage />}
    </Settings>
  );
}

import { Settings } from '../../pages/settings.tsx';
import { t } from '../../text.ts';
import { later } from '../../ui/later.tsx';

const ActivityPage = later(async () => (await import('./activity-page.tsx')).ActivityPage);

/** The page at `/settings/activity`. */
export function Activity() {
  return (
    <Settings title={t('Activity')} lead={t('What happened to your account, and by whom.')}>
      {() => <ActivityPage />}
    </Settings>
  );
}

import { SessionsPage } from '../features/sessions/sessions-page.tsx';
import { t } from '../text.ts';
import { Settings } from './settings.tsx';

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

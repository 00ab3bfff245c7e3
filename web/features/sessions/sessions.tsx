import { Settings } from '../../pages/settings.tsx';
import { t } from '../../text.ts';
import { SessionsPage } from './sessions-page.tsx';

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

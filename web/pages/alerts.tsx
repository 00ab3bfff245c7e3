import { Alerts as Messages } from '../features/sms-alerts/alerts.tsx';
import { t } from '../text.ts';
import { Operations } from './operations.tsx';

/** The page at `/ops/alerts`. */
export function Alerts() {
  return (
    <Operations
      path="/ops/alerts"
      forEverybody
      title={t('Alerts')}
      lead={t('Whether text messages leave, and whether they arrive.')}
    >
      {({ me }) => <Messages user={me.user} />}
    </Operations>
  );
}

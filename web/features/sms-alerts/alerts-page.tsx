import { Operations } from '../../pages/operations.tsx';
import { t } from '../../text.ts';
import { Alerts } from './alerts.tsx';

/** The page at `/ops/alerts`. */
export function AlertsPage() {
  return (
    <Operations
      forEverybody
      title={t('Alerts')}
      lead={t('Whether text messages leave, and whether they arrive.')}
    >
      {(me) => <Alerts user={me.user} />}
    </Operations>
  );
}

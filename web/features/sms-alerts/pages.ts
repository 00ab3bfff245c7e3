import type { smsAlertsPaths } from '../../../src/features/sms-alerts/contract.ts';
import type { PagesOf } from '../../page.ts';
import { t } from '../../text.ts';

export const smsAlertsPages: PagesOf<typeof smsAlertsPaths> = {
  '/ops/alerts': {
    load: async () => (await import('./alerts-page.tsx')).AlertsPage,
    menu: { of: 'main', name: () => t('Alerts') },
  },
};

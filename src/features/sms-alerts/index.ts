import { smsTestWindows } from './limits.ts';
import { lazyRoute } from '../../http.ts';
import * as contract from './contract.ts';

export const smsAlerts = {
  name: 'sms-alerts',
  errors: [],
  windows: smsTestWindows,
  pages: contract.smsAlertsPaths,
  routes: [
    lazyRoute(
      contract.sendTestSms,
      async () => await import('./send-test.ts'),
      async ({ sendTest }, { deps, client, signedIn, body }) =>
        await sendTest(deps, client, signedIn, body.to),
    ),
    lazyRoute(
      contract.sendSmsAlert,
      async () => await import('./send-alert.ts'),
      async ({ sendAlert }, { deps, client, service, body }) =>
        await sendAlert(deps, client, service, body),
    ),
    lazyRoute(
      contract.smsCallback,
      async () => await import('./callback.ts'),
      async ({ receiveReport }, { deps, client, signed }) =>
        await receiveReport(deps, client, signed),
    ),
  ],
};

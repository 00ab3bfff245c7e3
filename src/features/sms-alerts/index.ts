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
      async ({ sendTest }, { deps, caller, signedIn, body }) =>
        await sendTest(deps, caller, signedIn, body.to),
    ),
    lazyRoute(
      contract.sendSmsAlert,
      async () => await import('./send-alert.ts'),
      async ({ sendAlert }, { deps, caller, service, body }) =>
        await sendAlert(deps, caller, service, body),
    ),
    lazyRoute(
      contract.smsCallback,
      async () => await import('./callback.ts'),
      async ({ receiveReport }, { deps, caller, signed }) =>
        await receiveReport(deps, caller, signed),
    ),
  ],
};

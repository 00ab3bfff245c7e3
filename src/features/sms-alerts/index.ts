import { smsTestWindows } from './limits.ts';
import { route } from '../../http.ts';
import { receiveReport } from './callback.ts';
import * as contract from './contract.ts';
import { sendAlert } from './send-alert.ts';
import { sendTest } from './send-test.ts';

export const smsAlerts = {
  name: 'sms-alerts',
  errors: [],
  windows: smsTestWindows,
  pages: contract.smsAlertsPaths,
  routes: [
    route(
      contract.sendTestSms,
      async ({ deps, caller, signedIn, body }) => await sendTest(deps, caller, signedIn, body.to),
    ),
    route(
      contract.sendSmsAlert,
      async ({ deps, caller, service, body }) => await sendAlert(deps, caller, service, body),
    ),
    route(
      contract.smsCallback,
      async ({ deps, caller, signed }) => await receiveReport(deps, caller, signed),
    ),
  ],
};

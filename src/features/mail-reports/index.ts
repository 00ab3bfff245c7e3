import { route } from '../../http.ts';
import { resendCallback } from './contract.ts';
import { receiveReport } from './receive-report.ts';

export const mailReports = {
  name: 'mail-reports',
  errors: [],
  routes: [
    route(
      resendCallback,
      async ({ deps, caller, signed }) => await receiveReport(deps, caller, signed),
    ),
  ],
};

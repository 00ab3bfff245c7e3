import { lazyRoute } from '../../http.ts';
import { resendCallback } from './contract.ts';

export const mailReports = {
  name: 'mail-reports',
  errors: [],
  routes: [
    lazyRoute(
      resendCallback,
      async () => await import('./receive-report.ts'),
      async ({ receiveReport }, { deps, client, signed }) =>
        await receiveReport(deps, client, signed),
    ),
  ],
};

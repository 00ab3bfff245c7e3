import { integrationErrors } from '../../core/integrations/errors.ts';
import { route } from '../../http.ts';
import { check } from './check.ts';
import * as contract from './contract.ts';
import { listEvents } from './list-events.ts';
import { reportUse } from './report-use.ts';
import { showStatus } from './show-status.ts';

export const integrations = {
  name: 'integrations',
  errors: [integrationErrors],
  pages: contract.integrationsPaths,
  routes: [
    route(
      contract.integrationsStatus,
      async ({ deps, signedIn }) => await showStatus(deps, signedIn),
    ),
    route(
      contract.integrationEvents,
      async ({ deps, signedIn, params: { provider = '' }, query }) =>
        await listEvents(deps, signedIn, { provider, ...query }),
    ),
    route(
      contract.checkIntegration,
      async ({ deps, caller, signedIn, params: { provider = '' } }) =>
        await check(deps, caller, signedIn.account.id, provider),
    ),
    route(
      contract.reportUse,
      async ({ deps, caller, service, params: { provider = '' }, body }) =>
        await reportUse(deps, { caller, service }, provider, body),
    ),
  ],
};

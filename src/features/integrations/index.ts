import { integrationErrors } from '../../core/integrations/errors.ts';
import { lazyRoute } from '../../http.ts';
import * as contract from './contract.ts';

export const integrations = {
  name: 'integrations',
  errors: [integrationErrors],
  pages: contract.integrationsPaths,
  routes: [
    lazyRoute(
      contract.integrationsStatus,
      async () => await import('./show-status.ts'),
      async ({ showStatus }, { deps, signedIn }) => await showStatus(deps, signedIn),
    ),
    lazyRoute(
      contract.integrationEvents,
      async () => await import('./list-events.ts'),
      async ({ listEvents }, { deps, signedIn, params: { provider = '' }, query }) =>
        await listEvents(deps, signedIn, { provider, ...query }),
    ),
    lazyRoute(
      contract.checkIntegration,
      async () => await import('./check.ts'),
      async ({ check }, { deps, client, signedIn, params: { provider = '' } }) =>
        await check(deps, client, signedIn.account.id, provider),
    ),
    lazyRoute(
      contract.reportUse,
      async () => await import('./report-use.ts'),
      async ({ reportUse }, { deps, client, service, params: { provider = '' }, body }) =>
        await reportUse(deps, { client, service }, provider, body),
    ),
  ],
};

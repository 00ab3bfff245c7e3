import { accountErrors } from '../../core/accounts/errors.ts';
import { lazyRoute } from '../../http.ts';
import { claimAdmin, bootstrapPaths } from './contract.ts';

export const bootstrap = {
  name: 'bootstrap',
  errors: [accountErrors],
  pages: bootstrapPaths,
  routes: [
    lazyRoute(
      claimAdmin,
      async () => await import('./claim.ts'),
      async ({ claim }, { deps, client, body }) => await claim(deps, client, body),
    ),
  ],
};

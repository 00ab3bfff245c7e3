import { accountErrors } from '../../core/accounts/errors.ts';
import { route } from '../../http.ts';
import { claim } from './claim.ts';
import { claimAdmin, bootstrapPaths } from './contract.ts';

export const bootstrap = {
  name: 'bootstrap',
  errors: [accountErrors],
  pages: bootstrapPaths,
  routes: [route(claimAdmin, async ({ deps, caller, body }) => await claim(deps, caller, body))],
};

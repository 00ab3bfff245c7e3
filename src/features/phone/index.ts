import { accountErrors } from '../../core/accounts/errors.ts';
import { phoneWindows } from './limits.ts';
import { lazyRoute } from '../../http.ts';
import * as contract from './contract.ts';

export const phone = {
  name: 'phone',
  errors: [accountErrors],
  windows: phoneWindows,
  routes: [
    lazyRoute(
      contract.setPhone,
      async () => await import('./set-phone.ts'),
      async ({ setPhone }, { deps, client, signedIn, body }) =>
        await setPhone(deps, client, signedIn, body.phone),
    ),
    lazyRoute(
      contract.verifyPhone,
      async () => await import('./verify-phone.ts'),
      async ({ verifyPhone }, { deps, client, signedIn, body }) =>
        await verifyPhone(deps, client, signedIn, body.code),
    ),
    lazyRoute(
      contract.removePhone,
      async () => await import('./remove-phone.ts'),
      async ({ removePhone }, { deps, client, signedIn }) =>
        await removePhone(deps, client, signedIn),
    ),
  ],
};

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
      async ({ setPhone }, { deps, caller, signedIn, body }) =>
        await setPhone(deps, caller, signedIn, body.phone),
    ),
    lazyRoute(
      contract.verifyPhone,
      async () => await import('./verify-phone.ts'),
      async ({ verifyPhone }, { deps, caller, signedIn, body }) =>
        await verifyPhone(deps, caller, signedIn, body.code),
    ),
    lazyRoute(
      contract.removePhone,
      async () => await import('./remove-phone.ts'),
      async ({ removePhone }, { deps, caller, signedIn }) =>
        await removePhone(deps, caller, signedIn),
    ),
  ],
};

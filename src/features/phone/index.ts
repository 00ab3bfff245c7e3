import { accountErrors } from '../../core/accounts/errors.ts';
import { phoneWindows } from './limits.ts';
import { route } from '../../http.ts';
import * as contract from './contract.ts';
import { removePhone } from './remove-phone.ts';
import { setPhone } from './set-phone.ts';
import { verifyPhone } from './verify-phone.ts';

export const phone = {
  name: 'phone',
  errors: [accountErrors],
  windows: phoneWindows,
  routes: [
    route(
      contract.setPhone,
      async ({ deps, caller, signedIn, body }) =>
        await setPhone(deps, caller, signedIn, body.phone),
    ),
    route(
      contract.verifyPhone,
      async ({ deps, caller, signedIn, body }) =>
        await verifyPhone(deps, caller, signedIn, body.code),
    ),
    route(
      contract.removePhone,
      async ({ deps, caller, signedIn }) => await removePhone(deps, caller, signedIn),
    ),
  ],
};

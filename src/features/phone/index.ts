import { occurrence } from '../../core/audit/audit.ts';
import { route } from '../../http.ts';
import { ok } from '../../platform/result.ts';
import * as contract from './contract.ts';
import { setPhone } from './set-phone.ts';
import { clearPhone } from './store.ts';
import { verifyPhone } from './verify-phone.ts';

export const phone = {
  name: 'phone',
  errors: [],
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
    route(contract.removePhone, async ({ deps, caller, signedIn }) => {
      await clearPhone(deps.db, signedIn.account.id, occurrence(deps, caller));
      return ok({});
    }),
  ],
};

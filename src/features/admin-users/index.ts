import type { Endpoint } from '../../core/endpoint/endpoint.ts';
import { roleErrors } from '../../core/roles/errors.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { route, type Call } from '../../http.ts';
import type { Acting } from './act.ts';
import { cancelReset } from './cancel-reset.ts';
import { changeRoles } from './change-roles.ts';
import * as contract from './contract.ts';
import { adminErrors } from './errors.ts';
import { listUsers, showUser } from './list-users.ts';
import { endSessions, lock, unlock } from './lock.ts';
import { approveReset, requestReset, withdrawReset } from './reset-two-factor.ts';
import { resendVerification, startPasswordReset } from './send-link.ts';

type ActingCall = Pick<Call<Endpoint>, 'caller' | 'params'> & { readonly signedIn: SignedIn };

/** A use case about the person whose id is in the path. */
function acting<D, T>(use: (deps: D, acting: Acting) => Promise<T>) {
  return async ({
    deps,
    caller,
    signedIn,
    params: { id = '' },
  }: ActingCall & { readonly deps: D }) => await use(deps, { caller, signedIn, targetId: id });
}

export const adminUsers = {
  name: 'admin-users',
  errors: [adminErrors, roleErrors],
  everyFiveMinutes: async (deps: Deps) => {
    const { sweepResets } = await import('./sweep-resets.ts');
    return await sweepResets(deps);
  },
  pages: contract.adminUsersPaths,
  routes: [
    route(contract.listUsers, async ({ deps, query }) => await listUsers(deps, query)),
    route(contract.showUser, async ({ deps, params: { id = '' } }) => await showUser(deps, id)),
    route(contract.lockUser, acting(lock)),
    route(contract.unlockUser, acting(unlock)),
    route(contract.endUserSessions, acting(endSessions)),
    route(contract.changeRoles, async (call) => {
      const { roles } = call.body;
      return await acting(async (deps: Deps, who) => await changeRoles(deps, who, roles))(call);
    }),
    route(contract.resendUserVerification, acting(resendVerification)),
    route(contract.startPasswordReset, acting(startPasswordReset)),
    route(contract.requestTwoFactorReset, acting(requestReset)),
    route(contract.approveTwoFactorReset, async (call) => {
      const { reset_id: id } = call.body;
      return await acting(async (deps: Deps, who) => await approveReset(deps, who, id))(call);
    }),
    route(contract.withdrawTwoFactorReset, acting(withdrawReset)),
    route(
      contract.cancelTwoFactorReset,
      async ({ deps, caller, body }) => await cancelReset(deps, caller, body.token),
    ),
  ],
};

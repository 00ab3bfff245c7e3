import type { Endpoint } from '../../core/endpoint/endpoint.ts';
import { roleErrors } from '../../core/roles/errors.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
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

function actingIn({ caller, signedIn, params: { id = '' } }: ActingCall): Acting {
  return { caller, signedIn, targetId: id };
}

export const adminUsers = {
  name: 'admin-users',
  errors: [adminErrors, roleErrors],
  routes: [
    route(contract.listUsers, async ({ deps, query }) => await listUsers(deps, query)),
    route(contract.showUser, async ({ deps, params: { id = '' } }) => await showUser(deps, id)),
    route(contract.lockUser, async (call) => await lock(call.deps, actingIn(call))),
    route(contract.unlockUser, async (call) => await unlock(call.deps, actingIn(call))),
    route(contract.endUserSessions, async (call) => await endSessions(call.deps, actingIn(call))),
    route(
      contract.changeRoles,
      async (call) => await changeRoles(call.deps, actingIn(call), call.body.roles),
    ),
    route(
      contract.resendUserVerification,
      async (call) => await resendVerification(call.deps, actingIn(call)),
    ),
    route(
      contract.startPasswordReset,
      async (call) => await startPasswordReset(call.deps, actingIn(call)),
    ),
    route(
      contract.requestTwoFactorReset,
      async (call) => await requestReset(call.deps, actingIn(call)),
    ),
    route(
      contract.approveTwoFactorReset,
      async (call) => await approveReset(call.deps, actingIn(call)),
    ),
    route(
      contract.withdrawTwoFactorReset,
      async (call) => await withdrawReset(call.deps, actingIn(call)),
    ),
    route(
      contract.cancelTwoFactorReset,
      async ({ deps, caller, body }) => await cancelReset(deps, caller, body.token),
    ),
  ],
};

import type { Endpoint } from '../../core/endpoint/endpoint.ts';
import type { Call } from '../../call.ts';
import { roleErrors } from '../../core/roles/errors.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { lazyRoute } from '../../http.ts';
import type { Acting } from './act.ts';
import * as contract from './contract.ts';
import { adminErrors } from './errors.ts';

type ActingCall = Pick<Call<Endpoint>, 'client' | 'params'> & { readonly signedIn: SignedIn };

/** Who acts on the person whose id is in the path. */
function actingOf({ client, signedIn, params: { id = '' } }: ActingCall): Acting {
  return { client, signedIn, targetId: id };
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
    lazyRoute(
      contract.listUsers,
      async () => await import('./list-users.ts'),
      async ({ listUsers }, { deps, query }) => await listUsers(deps, query),
    ),
    lazyRoute(
      contract.showUser,
      async () => await import('./list-users.ts'),
      async ({ showUser }, { deps, params: { id = '' } }) => await showUser(deps, id),
    ),
    lazyRoute(
      contract.lockUser,
      async () => await import('./lock.ts'),
      async ({ lock }, call) => await lock(call.deps, actingOf(call)),
    ),
    lazyRoute(
      contract.unlockUser,
      async () => await import('./lock.ts'),
      async ({ unlock }, call) => await unlock(call.deps, actingOf(call)),
    ),
    lazyRoute(
      contract.endUserSessions,
      async () => await import('./lock.ts'),
      async ({ endSessions }, call) => await endSessions(call.deps, actingOf(call)),
    ),
    lazyRoute(
      contract.changeRoles,
      async () => await import('./change-roles.ts'),
      async ({ changeRoles }, call) =>
        await changeRoles(call.deps, actingOf(call), call.body.roles),
    ),
    lazyRoute(
      contract.resendUserVerification,
      async () => await import('./send-link.ts'),
      async ({ resendVerification }, call) => await resendVerification(call.deps, actingOf(call)),
    ),
    lazyRoute(
      contract.startPasswordReset,
      async () => await import('./send-link.ts'),
      async ({ startPasswordReset }, call) => await startPasswordReset(call.deps, actingOf(call)),
    ),
    lazyRoute(
      contract.requestTwoFactorReset,
      async () => await import('./reset-two-factor.ts'),
      async ({ requestReset }, call) => await requestReset(call.deps, actingOf(call)),
    ),
    lazyRoute(
      contract.approveTwoFactorReset,
      async () => await import('./reset-two-factor.ts'),
      async ({ approveReset }, call) =>
        await approveReset(call.deps, actingOf(call), call.body.reset_id),
    ),
    lazyRoute(
      contract.withdrawTwoFactorReset,
      async () => await import('./reset-two-factor.ts'),
      async ({ withdrawReset }, call) => await withdrawReset(call.deps, actingOf(call)),
    ),
    lazyRoute(
      contract.cancelTwoFactorReset,
      async () => await import('./cancel-reset.ts'),
      async ({ cancelReset }, { deps, client, body }) =>
        await cancelReset(deps, client, body.token),
    ),
  ],
};

import { viewUser } from '../../core/accounts/view.ts';
import { permissionsFor } from '../../core/roles/metered-for.ts';
import { sessionErrors } from '../../core/sessions/errors.ts';
import { viewSession } from './view-session.ts';
import { route } from '../../http.ts';
import { ok } from '../../platform/result.ts';
import * as contract from './contract.ts';
import { listSessions } from './list-sessions.ts';
import { logOut } from './log-out.ts';
import { refresh } from './refresh.ts';
import { endTrustIn, forgetOne, revokeMany, revokeOne } from './revoke.ts';

export const sessions = {
  name: 'sessions',
  errors: [sessionErrors],
  pages: contract.sessionsPaths,
  routes: [
    route(contract.me, async ({ deps, signedIn: { account, session } }) =>
      ok({
        user: viewUser(account),
        session: viewSession(session, deps.clock.now()),
        permissions: [...permissionsFor(deps, account)],
      }),
    ),
    route(
      contract.refresh,
      async ({ deps, caller, signedIn }) => await refresh(deps, caller, signedIn),
    ),
    route(
      contract.logout,
      async ({ deps, caller, signedIn }) => await logOut(deps, caller, signedIn),
    ),
    route(contract.listSessions, async ({ deps, signedIn }) => await listSessions(deps, signedIn)),
    route(
      contract.revokeSession,
      async ({ deps, caller, signedIn, params: { id = '' } }) =>
        await revokeOne(deps, caller, signedIn, id),
    ),
    route(
      contract.forgetDevice,
      async ({ deps, caller, signedIn, params: { id = '' } }) =>
        await forgetOne(deps, caller, signedIn, id),
    ),
    route(
      contract.endTrust,
      async ({ deps, caller, signedIn, params: { id = '' } }) =>
        await endTrustIn(deps, caller, signedIn, id),
    ),
    route(
      contract.revokeOtherSessions,
      async ({ deps, caller, signedIn }) => await revokeMany(deps, caller, signedIn, 'this'),
    ),
    route(
      contract.revokeAllSessions,
      async ({ deps, caller, signedIn }) => await revokeMany(deps, caller, signedIn, 'none'),
    ),
  ],
};

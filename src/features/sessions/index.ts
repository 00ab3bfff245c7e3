import { viewUser } from '../../core/accounts/view.ts';
import { permissionsFor } from '../../core/roles/metered-for.ts';
import { sessionErrors } from '../../core/sessions/errors.ts';
import { viewSession } from './view-session.ts';
import { lazyRoute, route } from '../../http.ts';
import { ok } from '../../platform/result.ts';
import * as contract from './contract.ts';
import { logOut } from './log-out.ts';
import { refresh } from './refresh.ts';

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
      async ({ deps, client, signedIn }) => await refresh(deps, client, signedIn),
    ),
    route(
      contract.logout,
      async ({ deps, client, signedIn }) => await logOut(deps, client, signedIn),
    ),
    lazyRoute(
      contract.listSessions,
      async () => await import('./list-sessions.ts'),
      async ({ listSessions }, { deps, signedIn }) => await listSessions(deps, signedIn),
    ),
    lazyRoute(
      contract.revokeSession,
      async () => await import('./revoke.ts'),
      async ({ revokeOne }, { deps, client, signedIn, params: { id = '' } }) =>
        await revokeOne(deps, client, signedIn, id),
    ),
    lazyRoute(
      contract.forgetDevice,
      async () => await import('./revoke.ts'),
      async ({ forgetOne }, { deps, client, signedIn, params: { id = '' } }) =>
        await forgetOne(deps, client, signedIn, id),
    ),
    lazyRoute(
      contract.endTrust,
      async () => await import('./revoke.ts'),
      async ({ endTrustIn }, { deps, client, signedIn, params: { id = '' } }) =>
        await endTrustIn(deps, client, signedIn, id),
    ),
    lazyRoute(
      contract.revokeOtherSessions,
      async () => await import('./revoke.ts'),
      async ({ revokeMany }, { deps, client, signedIn }) =>
        await revokeMany(deps, client, signedIn, 'this'),
    ),
    lazyRoute(
      contract.revokeAllSessions,
      async () => await import('./revoke.ts'),
      async ({ revokeMany }, { deps, client, signedIn }) =>
        await revokeMany(deps, client, signedIn, 'none'),
    ),
  ],
};

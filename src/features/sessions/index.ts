import { viewUser } from '../../core/accounts/view.ts';
import { sessionErrors } from '../../core/sessions/errors.ts';
import { viewSession } from '../../core/sessions/view.ts';
import { route } from '../../http.ts';
import { ok } from '../../platform/result.ts';
import { logout, me, refresh as refreshContract } from './contract.ts';
import { logOut } from './log-out.ts';
import { refresh } from './refresh.ts';

export const sessions = {
  name: 'sessions',
  errors: [sessionErrors],
  routes: [
    route(me, async ({ deps, signedIn: { account, session } }) =>
      ok({ user: viewUser(account), session: viewSession(session, deps.clock.now()) }),
    ),
    route(
      refreshContract,
      async ({ deps, caller, signedIn }) => await refresh(deps, caller, signedIn),
    ),
    route(logout, async ({ deps, caller, signedIn }) => await logOut(deps, caller, signedIn)),
  ],
};

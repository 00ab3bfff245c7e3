import { accountErrors } from '../../core/accounts/errors.ts';
import { route } from '../../http.ts';
import { deleteAccount, exportAccount, keepAccount, leavingPaths } from './contract.ts';
import { exportEverything } from './export.ts';
import { keep } from './keep.ts';
import { leave } from './leave.ts';

export const leaving = {
  name: 'leaving',
  errors: [accountErrors],
  pages: leavingPaths,
  routes: [
    route(
      exportAccount,
      async ({ deps, caller, signedIn }) => await exportEverything(deps, caller, signedIn),
    ),
    route(
      deleteAccount,
      async ({ deps, caller, signedIn, body }) => await leave(deps, caller, signedIn, body),
    ),
    route(keepAccount, async ({ deps, caller, body }) => await keep(deps, caller, body.token)),
  ],
};

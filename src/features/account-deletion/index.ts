import { accountErrors } from '../../core/accounts/errors.ts';
import { lazyRoute } from '../../http.ts';
import { deleteAccount, exportAccount, keepAccount, deletionPaths } from './contract.ts';

export const accountDeletion = {
  name: 'account-deletion',
  errors: [accountErrors],
  pages: deletionPaths,
  routes: [
    lazyRoute(
      exportAccount,
      async () => await import('./export.ts'),
      async ({ exportEverything }, { deps, caller, signedIn }) =>
        await exportEverything(deps, caller, signedIn),
    ),
    lazyRoute(
      deleteAccount,
      async () => await import('./leave.ts'),
      async ({ leave }, { deps, caller, signedIn, body }) =>
        await leave(deps, caller, signedIn, body),
    ),
    lazyRoute(
      keepAccount,
      async () => await import('./keep.ts'),
      async ({ keep }, { deps, caller, body }) => await keep(deps, caller, body.token),
    ),
  ],
};

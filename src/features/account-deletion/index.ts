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
      async ({ exportEverything }, { deps, client, signedIn }) =>
        await exportEverything(deps, client, signedIn),
    ),
    lazyRoute(
      deleteAccount,
      async () => await import('./leave.ts'),
      async ({ leave }, { deps, client, signedIn, body }) =>
        await leave(deps, client, signedIn, body),
    ),
    lazyRoute(
      keepAccount,
      async () => await import('./keep.ts'),
      async ({ keep }, { deps, client, body }) => await keep(deps, client, body.token),
    ),
  ],
};

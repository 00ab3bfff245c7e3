import { registerWindows } from './limits.ts';
import { lazyRoute } from '../../http.ts';
import { registerAccount, registerPaths } from './contract.ts';
import { accountErrors } from '../../core/accounts/errors.ts';

export const registration = {
  name: 'register',
  errors: [accountErrors],
  windows: registerWindows,
  pages: registerPaths,
  routes: [
    lazyRoute(
      registerAccount,
      async () => await import('./register.ts'),
      async ({ register }, { deps, client, body }) => await register(deps, client, body),
    ),
  ],
};

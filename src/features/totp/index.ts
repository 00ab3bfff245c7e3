import { redirect } from '../../documents.ts';
import { accountErrors } from '../../core/accounts/errors.ts';
import { factorErrors } from '../../core/factors/errors.ts';
import { lazyRoute } from '../../http.ts';
import { ok } from '../../platform/result.ts';
import { confirmTotp, disableTotp, setupTotp, twoFactorStatus } from './contract.ts';

export const totp = {
  name: 'totp',
  errors: [factorErrors, accountErrors],
  routes: [
    lazyRoute(
      twoFactorStatus,
      async () => await import('./status.ts'),
      async ({ status }, { deps, signedIn }) => ok(status(signedIn, deps.clock.now())),
    ),
    lazyRoute(
      setupTotp,
      async () => await import('./setup.ts'),
      async ({ setup }, { deps, client, signedIn }) => await setup(deps, client, signedIn),
    ),
    lazyRoute(
      confirmTotp,
      async () => await import('./confirm.ts'),
      async ({ confirm }, { deps, client, signedIn, body }) =>
        await confirm(deps, client, signedIn, body.code),
    ),
    lazyRoute(
      disableTotp,
      async () => await import('./disable.ts'),
      async ({ disable }, { deps, client, signedIn, body }) =>
        await disable(deps, client, signedIn, body),
    ),
    redirect('/2fa/setup', () => '/settings/security'),
  ],
};

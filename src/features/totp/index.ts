import { redirect } from '../../documents.ts';
import { accountErrors } from '../../core/accounts/errors.ts';
import { factorErrors } from '../../core/factors/errors.ts';
import { route } from '../../http.ts';
import { ok } from '../../platform/result.ts';
import { confirm } from './confirm.ts';
import { confirmTotp, disableTotp, setupTotp, twoFactorStatus } from './contract.ts';
import { disable } from './disable.ts';
import { setup } from './setup.ts';
import { status } from './status.ts';

export const totp = {
  name: 'totp',
  errors: [factorErrors, accountErrors],
  routes: [
    route(twoFactorStatus, async ({ deps, signedIn }) => ok(status(signedIn, deps.clock.now()))),
    route(setupTotp, async ({ deps, caller, signedIn }) => await setup(deps, caller, signedIn)),
    route(
      confirmTotp,
      async ({ deps, caller, signedIn, body }) => await confirm(deps, caller, signedIn, body.code),
    ),
    route(
      disableTotp,
      async ({ deps, caller, signedIn, body }) => await disable(deps, caller, signedIn, body),
    ),
    redirect('/2fa/setup', () => '/settings/security'),
  ],
};

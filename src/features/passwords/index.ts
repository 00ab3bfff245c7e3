import { forgotWindows } from './limits.ts';
import { redirect } from '../../documents.ts';
import { lazyRoute } from '../../http.ts';
import { changePassword, forgotPassword, resetPassword, passwordPaths } from './contract.ts';

export const passwords = {
  name: 'passwords',
  errors: [],
  windows: forgotWindows,
  pages: passwordPaths,
  routes: [
    lazyRoute(
      changePassword,
      async () => await import('./change.ts'),
      async ({ change }, { deps, client, signedIn, body }) =>
        await change(deps, client, signedIn, body.new_password),
    ),
    lazyRoute(
      forgotPassword,
      async () => await import('./forgot.ts'),
      async ({ forgot }, { deps, client, body }) => await forgot(deps, client, body.email),
    ),
    lazyRoute(
      resetPassword,
      async () => await import('./reset.ts'),
      async ({ reset }, { deps, client, body, shownSession }) =>
        await reset(deps, client, { ...body, shownSession }),
    ),
    // Password managers lead here (W3C, "A Well-Known URL for Changing Passwords").
    redirect('/.well-known/change-password', () => '/settings/security'),
  ],
};

import { forgotWindows } from './limits.ts';
import { redirect } from '../../documents.ts';
import { route } from '../../http.ts';
import { change } from './change.ts';
import { changePassword, forgotPassword, resetPassword, passwordPaths } from './contract.ts';
import { forgot } from './forgot.ts';
import { reset } from './reset.ts';

export const passwords = {
  name: 'passwords',
  errors: [],
  windows: forgotWindows,
  pages: passwordPaths,
  routes: [
    route(
      changePassword,
      async ({ deps, caller, signedIn, body }) =>
        await change(deps, caller, signedIn, body.new_password),
    ),
    route(forgotPassword, async ({ deps, caller, body }) => await forgot(deps, caller, body.email)),
    route(
      resetPassword,
      async ({ deps, caller, body, shownSession }) =>
        await reset(deps, caller, { ...body, shownSession }),
    ),
    // Password managers lead here (W3C, "A Well-Known URL for Changing Passwords").
    redirect('/.well-known/change-password', () => '/settings/security'),
  ],
};

import { registerWindows } from './limits.ts';
import { route } from '../../http.ts';
import { registerAccount, registerPaths } from './contract.ts';
import { accountErrors } from '../../core/accounts/errors.ts';
import { register } from './register.ts';

export const registration = {
  name: 'register',
  errors: [accountErrors],
  windows: registerWindows,
  pages: registerPaths,
  routes: [
    route(registerAccount, async ({ deps, caller, body }) => await register(deps, caller, body)),
  ],
};

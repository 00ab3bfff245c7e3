import { route } from '../../http.ts';
import { registerAccount } from './contract.ts';
import { accountErrors } from '../../core/accounts/errors.ts';
import { register } from './register.ts';

export const registration = {
  name: 'register',
  errors: [accountErrors],
  routes: [
    route(registerAccount, async ({ deps, caller, body }) => await register(deps, caller, body)),
  ],
};

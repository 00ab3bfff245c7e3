import { route } from '../../http.ts';
import { registerAccount } from './contract.ts';
import { registerErrors } from './errors.ts';
import { register } from './register.ts';

export const registration = {
  name: 'register',
  errors: [registerErrors],
  routes: [
    route(registerAccount, async ({ deps, caller, body }) => await register(deps, caller, body)),
  ],
};

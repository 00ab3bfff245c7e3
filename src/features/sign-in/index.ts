import { route } from '../../http.ts';
import { login, verifySecondFactor } from './contract.ts';
import { logIn } from './login.ts';
import { verify } from './verify.ts';

export const signIn = {
  name: 'sign-in',
  errors: [],
  routes: [
    route(login, async ({ deps, caller, body }) => await logIn(deps, caller, body)),
    route(verifySecondFactor, async ({ deps, caller, body }) => await verify(deps, caller, body)),
  ],
};

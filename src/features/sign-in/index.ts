import { route } from '../../http.ts';
import { login, verifySecondFactor } from './contract.ts';
import { logIn } from './login.ts';
import { verify } from './verify.ts';

export const signIn = {
  name: 'sign-in',
  errors: [],
  routes: [
    route(
      login,
      async ({ deps, caller, device, trust, addressSpent, body }) =>
        await logIn(deps, { caller, device, trust, addressSpent }, body),
    ),
    route(
      verifySecondFactor,
      async ({ deps, caller, device, trust, addressSpent, body }) =>
        await verify(deps, { caller, device, trust, addressSpent }, body),
    ),
  ],
};

import { signInWindows } from './limits.ts';
import { route } from '../../http.ts';
import { ok } from '../../platform/result.ts';
import {
  forgetPending,
  keepPending,
  login,
  verifySecondFactor,
  viewPending,
  signInPaths,
} from './contract.ts';
import { logIn } from './login.ts';
import { keep, verifyPending } from './pending.ts';

export const signIn = {
  name: 'sign-in',
  errors: [],
  windows: signInWindows,
  pages: signInPaths,
  routes: [
    route(
      login,
      async ({ deps, client, device, trust, addressSpent, body }) =>
        await logIn(deps, { client, device, trust, addressSpent }, body),
    ),
    route(
      verifySecondFactor,
      async ({ deps, client, device, trust, addressSpent, pending, body }) =>
        await verifyPending(deps, { client, device, trust, addressSpent }, { pending, body }),
    ),
    route(keepPending, async ({ body }) => await keep(body.temp_token)),
    route(
      viewPending,
      async ({ pending }) => await Promise.resolve(ok({ pending: pending !== null })),
    ),
    route(forgetPending, async () => await Promise.resolve(ok({}, { endPending: true }))),
  ],
};

import { route } from '../../http.ts';
import { reauthenticate as reauthenticateContract } from './contract.ts';
import { reauthenticate } from './reauthenticate.ts';

export const stepUp = {
  name: 'step-up',
  errors: [],
  routes: [
    route(
      reauthenticateContract,
      async ({ deps, caller, signedIn, body }) =>
        await reauthenticate(deps, caller, signedIn, body),
    ),
  ],
};

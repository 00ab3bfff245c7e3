import { lazyRoute } from '../../http.ts';
import { reauthenticate as reauthenticateContract } from './contract.ts';

export const stepUp = {
  name: 'step-up',
  errors: [],
  routes: [
    lazyRoute(
      reauthenticateContract,
      async () => await import('./reauthenticate.ts'),
      async ({ reauthenticate }, { deps, client, signedIn, body }) =>
        await reauthenticate(deps, client, signedIn, body),
    ),
  ],
};

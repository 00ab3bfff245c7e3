import { lazyRoute } from '../../http.ts';
import { brokerAccount } from './contract.ts';

export const broker = {
  name: 'broker',
  errors: [],
  routes: [
    lazyRoute(
      brokerAccount,
      async () => await import('./account.ts'),
      async ({ account }, { deps, client, signedIn }) =>
        await account(deps, client, signedIn.account.id),
    ),
  ],
};

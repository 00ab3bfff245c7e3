import { route } from '../../http.ts';
import { account } from './account.ts';
import { brokerAccount } from './contract.ts';

export const broker = {
  name: 'broker',
  errors: [],
  routes: [
    route(
      brokerAccount,
      async ({ deps, caller, signedIn }) => await account(deps, caller, signedIn.account.id),
    ),
  ],
};

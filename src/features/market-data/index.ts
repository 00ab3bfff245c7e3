import { route } from '../../http.ts';
import { marketQuote } from './contract.ts';
import { quote } from './quote.ts';

export const marketData = {
  name: 'market-data',
  errors: [],
  routes: [
    route(
      marketQuote,
      async ({ deps, caller, signedIn, query }) =>
        await quote(deps, caller, signedIn.account.id, query.symbol),
    ),
  ],
};

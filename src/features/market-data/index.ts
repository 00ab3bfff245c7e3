import { lazyRoute } from '../../http.ts';
import { marketQuote } from './contract.ts';

export const marketData = {
  name: 'market-data',
  errors: [],
  routes: [
    lazyRoute(
      marketQuote,
      async () => await import('./quote.ts'),
      async ({ quote }, { deps, caller, signedIn, query }) =>
        await quote(deps, caller, signedIn.account.id, query.symbol),
    ),
  ],
};

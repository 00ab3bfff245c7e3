import { lazyRoute } from '../../http.ts';
import { marketQuote } from './contract.ts';

export const marketData = {
  name: 'market-data',
  errors: [],
  routes: [
    lazyRoute(
      marketQuote,
      async () => await import('./quote.ts'),
      async ({ quote }, { deps, client, signedIn, query }) =>
        await quote(deps, client, signedIn.account.id, query.symbol),
    ),
  ],
};

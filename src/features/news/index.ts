import { lazyRoute } from '../../http.ts';
import { news as newsContract } from './contract.ts';

export const news = {
  name: 'news',
  errors: [],
  routes: [
    lazyRoute(
      newsContract,
      async () => await import('./find-news.ts'),
      async ({ findNews }, { deps, caller, signedIn, query }) =>
        await findNews(deps, caller, signedIn.account.id, query.symbol),
    ),
  ],
};

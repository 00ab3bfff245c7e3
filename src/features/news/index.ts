import { lazyRoute } from '../../http.ts';
import { news as newsContract } from './contract.ts';

export const news = {
  name: 'news',
  errors: [],
  routes: [
    lazyRoute(
      newsContract,
      async () => await import('./find-news.ts'),
      async ({ findNews }, { deps, client, signedIn, query }) =>
        await findNews(deps, client, signedIn.account.id, query.symbol),
    ),
  ],
};

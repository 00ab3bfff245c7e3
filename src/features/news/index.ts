import { route } from '../../http.ts';
import { news as newsContract } from './contract.ts';
import { findNews } from './find-news.ts';

export const news = {
  name: 'news',
  errors: [],
  routes: [
    route(
      newsContract,
      async ({ deps, caller, signedIn, query }) =>
        await findNews(deps, caller, signedIn.account.id, query.symbol),
    ),
  ],
};

import * as z from 'zod/mini';

import { KEY_SHAPE, setting, type Provider, type ProviderOperation } from '../provider.ts';

export interface Article {
  readonly title: string;
  readonly url: string;
  readonly source: string;
  /** ISO 8601, as the provider gives it. */
  readonly publishedAt: string;
}

const ArticlesAnswer = z.object({
  status: z.literal('ok'),
  articles: z.array(
    z.object({
      title: z.string(),
      url: z.string(),
      publishedAt: z.string(),
      source: z.object({ name: z.nullable(z.string()) }),
    }),
  ),
});

const PAGE_SIZE = 20;

/** NewsAPI's `GET /v2/everything`. */
export const findArticles: ProviderOperation<string, readonly Article[]> = {
  name: 'everything',
  request: (settings, query) => ({
    method: 'GET',
    path: `/v2/everything?q=${encodeURIComponent(query)}&sortBy=publishedAt&pageSize=${PAGE_SIZE}`,
    headers: { 'x-api-key': setting(settings, 'NEWSAPI_API_KEY'), 'user-agent': 'sallyport' },
  }),
  read: (body) => {
    const parsed = ArticlesAnswer.safeParse(body);
    return parsed.success
      ? {
          value: parsed.data.articles.map(({ title, url, publishedAt, source }) => ({
            title,
            // A link is shown to people: anything but the web is left out.
            url: /^https?:\/\//.test(url) ? url : '',
            source: source.name ?? '',
            publishedAt,
          })),
          ref: null,
        }
      : null;
  },
};

export const newsapi: Provider = {
  id: 'newsapi',
  label: 'NewsAPI',
  kind: 'news',
  required: [{ name: 'NEWSAPI_API_KEY', shape: KEY_SHAPE }],
  oneOf: [],
  optional: [],
  baseUrl: { variable: 'NEWSAPI_BASE_URL', vendor: 'https://newsapi.org' },
  check: {
    name: 'everything',
    request: (settings) => findArticles.request(settings, 'market'),
    read: (body) => findArticles.read(body, 'market'),
  },
  explain: () => null,
};

import * as z from 'zod/mini';

import { KEY_SHAPE, setting, type Provider, type ProviderOperation } from '../provider.ts';

export interface Quote {
  readonly price: number;
  readonly change: number;
  readonly percentChange: number;
  readonly high: number;
  readonly low: number;
  readonly open: number;
  readonly previousClose: number;
  /** Unix seconds. */
  readonly at: number;
}

const QuoteAnswer = z.object({
  c: z.number(),
  d: z.nullable(z.number()),
  dp: z.nullable(z.number()),
  h: z.number(),
  l: z.number(),
  o: z.number(),
  pc: z.number(),
  /** Unix seconds; beyond the year 9999 it is no time. */
  t: z.int().check(z.minimum(0), z.maximum(253_402_300_799)),
});

/** Finnhub's `GET /quote`. A symbol it does not know is answered with zeros, which is null here. */
export const getQuote: ProviderOperation<string, Quote | null> = {
  name: 'quote',
  request: (settings, symbol) => ({
    method: 'GET',
    path: `/api/v1/quote?symbol=${encodeURIComponent(symbol)}`,
    headers: { 'x-finnhub-token': setting(settings, 'FINNHUB_API_KEY') },
  }),
  read: (body) => {
    const parsed = QuoteAnswer.safeParse(body);
    if (!parsed.success) {
      return null;
    }
    const { c, d, dp, h, l, o, pc, t } = parsed.data;
    const value =
      t === 0
        ? null
        : {
            price: c,
            change: d ?? 0,
            percentChange: dp ?? 0,
            high: h,
            low: l,
            open: o,
            previousClose: pc,
            at: t,
          };
    return { value, ref: null };
  },
};

export const finnhub: Provider = {
  id: 'finnhub',
  label: 'Finnhub',
  kind: 'market_data',
  required: [{ name: 'FINNHUB_API_KEY', shape: KEY_SHAPE }],
  oneOf: [],
  optional: [],
  baseUrl: { variable: 'FINNHUB_BASE_URL', vendor: 'https://finnhub.io' },
  check: {
    name: 'quote',
    request: (settings) => getQuote.request(settings, 'AAPL'),
    read: (body) => getQuote.read(body, 'AAPL'),
  },
  explain: () => null,
};

import * as z from 'zod/mini';

/** A ticker symbol such as `AAPL` or `BRK.B`; upper-cased. */
export const symbolField = z.pipe(
  z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9.-]{0,14}$/, 'Write a symbol such as AAPL.')),
  z.transform((symbol: string) => symbol.toUpperCase()),
);

import type { Problem } from './problem.ts';

/** Why a mailed link does nothing: it is not whole, not known, too old, or was used. */
export type LinkEnd = 'missing' | 'invalid' | 'expired' | 'consumed';

const ends: Readonly<Record<string, LinkEnd>> = Object.freeze({
  TOKEN_INVALID: 'invalid',
  TOKEN_EXPIRED: 'expired',
  TOKEN_CONSUMED: 'consumed',
});

/** Null while the link may still do what it is for; another problem is not the link's. */
export function linkEnd(token: string, problem: Problem | null): LinkEnd | null {
  return token === '' ? 'missing' : (ends[problem?.error_code ?? ''] ?? null);
}

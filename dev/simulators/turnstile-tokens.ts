/** The tokens of the Turnstile simulator: each passes once, and not for long. */
import { randomBytes } from 'node:crypto';

export type TokenFacts = { action: string; hostname: string };

type Token = TokenFacts & {
  issuedAt: number;
  /** With which idempotency key it was verified, if it was. */
  spentWith: string | null | undefined;
};

export type Verdict = { challengeTs: string; facts: TokenFacts } | { errorCode: string };

export type TurnstileTokens = {
  /** `ageSeconds`: how long ago it was issued, for tests of tokens that waited too long. */
  issue(facts: TokenFacts, ageSeconds: number): string;
  spend(token: string, idempotencyKey: string | null): Verdict;
  clear(): void;
};

/** As documented. */
const LIFETIME_MS = 300_000;
const KEPT_TOKENS = 10_000;
/** The documented test keys hand out this and nothing more: nobody takes such a token for a real one. */
const MARK = 'XXXX.DUMMY.TOKEN.XXXX';

export function createTurnstileTokens(): TurnstileTokens {
  const tokens = new Map<string, Token>();
  return {
    issue(facts, ageSeconds) {
      const token = `${MARK}.${randomBytes(16).toString('hex')}`;
      const issuedAt = Date.now() - ageSeconds * 1000;
      tokens.set(token, { ...facts, issuedAt, spentWith: undefined });
      const [oldest] = tokens.keys();
      if (tokens.size > KEPT_TOKENS && oldest !== undefined) {
        tokens.delete(oldest);
      }
      return token;
    },
    spend(name, idempotencyKey) {
      const token = tokens.get(name);
      if (token === undefined) {
        return { errorCode: 'invalid-input-response' };
      }
      // Asked again under the same key, the answer is the same.
      const isRepeated = idempotencyKey !== null && token.spentWith === idempotencyKey;
      const isSpent = token.spentWith !== undefined && !isRepeated;
      if (isSpent || Date.now() - token.issuedAt > LIFETIME_MS) {
        return { errorCode: 'timeout-or-duplicate' };
      }
      token.spentWith = idempotencyKey;
      const { action, hostname, issuedAt } = token;
      return { challengeTs: new Date(issuedAt).toISOString(), facts: { action, hostname } };
    },
    clear() {
      tokens.clear();
    },
  };
}

import { MINUTE } from '../../platform/seconds.ts';

/** Tokens by which services call; see core/access-tokens. */
export const accessTokenLimits = Object.freeze({
  maxLifetimeSeconds: 15 * MINUTE,
  /** How far a signer's clock may be ahead of ours. */
  clockSkewSeconds: 5,
});

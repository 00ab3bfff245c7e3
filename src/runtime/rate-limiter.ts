import { RateLimiterObject } from '../core/limits/rate-limiter-object.ts';
import { windows } from '../features.ts';
import type { Env } from './env.ts';

/** Counts attempts, in the windows of every noun and feature. */
export class RateLimiter extends RateLimiterObject {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, windows);
  }
}

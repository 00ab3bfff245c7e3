import type { WindowLimits } from './limits.ts';

/** Times of the attempts that still count, oldest first, in Unix milliseconds; at most `capacity` of them. */
export type WindowState = readonly number[];

export interface WindowDecision {
  readonly allowed: boolean;
  /** Whole seconds until the next attempt has a place; 0 when this one had. */
  readonly retryAfterSeconds: number;
}

const MILLISECONDS = 1000;

/**
 * Counts one attempt in a sliding window: in no span of `windowSeconds` are there more than
 * `capacity`. A refused attempt is not counted. A clock that goes backwards frees nothing, because
 * time never runs below the newest attempt.
 */
export function take(
  state: WindowState,
  limits: WindowLimits,
  nowMilliseconds: number,
): { readonly state: WindowState; readonly decision: WindowDecision } {
  const now = Math.max(nowMilliseconds, state.at(-1) ?? 0);
  const span = limits.windowSeconds * MILLISECONDS;
  const counting = state.filter((at) => at > now - span);
  const [oldest] = counting;
  if (oldest !== undefined && counting.length >= limits.capacity) {
    const retryAfterSeconds = Math.max(1, Math.ceil((oldest + span - now) / MILLISECONDS));
    return { state: counting, decision: { allowed: false, retryAfterSeconds } };
  }
  return { state: [...counting, now], decision: { allowed: true, retryAfterSeconds: 0 } };
}

/** From this moment on nothing in the window counts any more; Unix milliseconds. */
export function countsUntil(state: WindowState, limits: WindowLimits): number {
  return (state.at(-1) ?? 0) + limits.windowSeconds * MILLISECONDS;
}

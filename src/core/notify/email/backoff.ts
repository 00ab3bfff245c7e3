interface Backoff {
  readonly firstSeconds: number;
  readonly maxSeconds: number;
}

/** Spread over a quarter of the wait, so that those who failed together do not come back together. */
const SPREAD = 0.25;

/**
 * How long to wait after the `failures`-th failure in a row: doubled each time up to a maximum, and up
 * to a quarter longer by `chance`, which is from 0 to 1.
 */
export function backoffSeconds(
  failures: number,
  { firstSeconds, maxSeconds }: Backoff,
  chance: number,
): number {
  const doublings = Math.max(0, Math.min(failures - 1, 30));
  return Math.min(firstSeconds * 2 ** doublings, maxSeconds) * (1 + SPREAD * chance);
}

export interface LoadOrder {
  readonly port: number;
  readonly connections: number;
  /** Whole HTTP/1.1 requests, sent one after the other, and from the start again when there are too few. */
  readonly requests: readonly string[];
  readonly milliseconds: number;
  /** The most requests to send, even with time left. */
  readonly most: number;
}

export interface LoadReport {
  readonly count: number;
  readonly perSecond: number;
  /** Milliseconds from the request to the last byte of its answer. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** How many answers had which status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** How much of one core the generator itself used, 0 to 1: near 1 it is the bottleneck. */
  readonly generatorShare: number;
}

interface Talk {
  readonly times: readonly number[];
  readonly statuses: ReadonlyMap<number, number>;
}

export function summarize(
  talks: readonly Talk[],
  { tookMilliseconds, cpuMilliseconds }: { tookMilliseconds: number; cpuMilliseconds: number },
): LoadReport {
  const times = talks.flatMap((talk) => talk.times).toSorted((a, b) => a - b);
  const statuses: Record<string, number> = {};
  for (const [status, count] of talks.flatMap((talk) => [...talk.statuses])) {
    statuses[status] = (statuses[status] ?? 0) + count;
  }
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    count: times.length,
    perSecond: (times.length / tookMilliseconds) * 1000,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    statuses,
    generatorShare: cpuMilliseconds / tookMilliseconds,
  };
}

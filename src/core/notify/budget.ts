/** One cap: how many units `key` may spend in the period that contains now. */
export interface Cap {
  readonly key: string;
  readonly period: 'day' | 'month';
  readonly units: number;
}

/** What was spent of a key in one period, such as `2030-01-31` or `2030-01`. */
export interface Spent {
  readonly period: string;
  readonly units: number;
}

export interface SpendDecision {
  readonly allowed: boolean;
  /** Whole seconds until the spent cap begins anew; 0 when it was allowed. */
  readonly retryAfterSeconds: number;
}

const DAY_LENGTH = 'yyyy-mm-dd'.length;
const MONTH_LENGTH = 'yyyy-mm'.length;

/** The name of the period, in UTC. */
function periodOf(period: Cap['period'], now: Date): string {
  return now.toISOString().slice(0, period === 'day' ? DAY_LENGTH : MONTH_LENGTH);
}

/** The start of the next period, in UTC. */
function nextPeriod(period: Cap['period'], now: Date): Date {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return new Date(period === 'day' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1));
}

/**
 * Whether one more unit fits under every cap. All of them or none is charged. A period that lies
 * before one already seen does not start anew, so a clock set back frees nothing.
 */
export function decide(
  caps: readonly Cap[],
  spentOf: (cap: Cap) => Spent | null,
  now: Date,
): SpendDecision & { readonly charges: readonly (Spent & { readonly cap: Cap })[] } {
  const charges = caps.map((cap) => {
    const spent = spentOf(cap);
    const period = periodOf(cap.period, now);
    const counts = spent !== null && spent.period >= period;
    return counts
      ? { cap, period: spent.period, units: spent.units + 1 }
      : { cap, period, units: 1 };
  });
  const over = charges.filter(({ cap, units }) => units > cap.units);
  if (over.length === 0) {
    return { allowed: true, retryAfterSeconds: 0, charges };
  }
  const waits = over.map(({ cap }) => nextPeriod(cap.period, now).getTime() - now.getTime());
  return {
    allowed: false,
    retryAfterSeconds: Math.ceil(Math.max(...waits) / 1000),
    charges: [],
  };
}

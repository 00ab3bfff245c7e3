interface MannWhitney {
  /** Of the first sample: how many pairs it wins, a tie counting half. */
  readonly u: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Whether two samples come from one distribution: Mann and Whitney's U (1947) with the normal
 * approximation, continuity correction and correction for ties; good from about eight values each.
 */
export function mannWhitney(first: readonly number[], second: readonly number[]): MannWhitney {
  const pairs = first.length * second.length;
  const all = [...first, ...second].toSorted((a, b) => a - b);
  const rankSum = first.reduce((sum, value) => sum + rankOf(value, all), 0);
  const u = rankSum - (first.length * (first.length + 1)) / 2;
  const n = all.length;
  const ties = countTies(all).reduce((sum, count) => sum + count ** 3 - count, 0);
  const deviation = Math.sqrt((pairs / 12) * (n + 1 - ties / (n * (n - 1))));
  const distance = Math.max(u, pairs - u) - pairs / 2 - 0.5;
  return { u, p: Math.min(1, 2 * upperTail(distance / deviation)) };
}

export function median(sample: readonly number[]): number {
  const sorted = sample.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** Equal values share the middle of their places, counted from one. */
function rankOf(value: number, sorted: readonly number[]): number {
  return (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1;
}

function countTies(sorted: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of sorted) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts.values()];
}

/**
 * The normal distribution above z: erfc(z/√2)/2 by its series where that converges quickly and by its
 * continued fraction beyond (Abramowitz and Stegun 7.1.6 and 26.2.14).
 */
function upperTail(z: number): number {
  if (z < 0) {
    return 1 - upperTail(-z);
  }
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let k = 1; k < 100; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = 0;
  for (let k = 100; k >= 1; k--) {
    fraction = k / (z + fraction);
  }
  return density / (z + fraction);
}

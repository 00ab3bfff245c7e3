import type { ProviderCall } from '../../ledger.ts';

/** In the units of the drawing. */
export const drawing = Object.freeze({ slots: 50, slot: 6, bar: 4, width: 300, height: 40 });

const FLAG_HEIGHT = 4;
const FLAG_GAP = 3;
const LOWEST = 2;

export interface Bar {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** Carries a flag above it, so that colour is not all that tells. */
  readonly failed: boolean;
  /** Its end is not known yet. */
  readonly open: boolean;
}

/**
 * A bar for each call, the newest at the right edge; empty slots at the left when there are few. Heights
 * grow with the square root of the latency: beside one time-out the quick calls stay visible.
 */
export function barsOf(newestFirst: readonly ProviderCall[]): readonly Bar[] {
  const calls = newestFirst.slice(0, drawing.slots);
  const slowest = Math.max(1, ...calls.map(({ latency_ms }) => latency_ms ?? 0));
  const tallest = drawing.height - FLAG_HEIGHT - FLAG_GAP;
  return calls.map(({ id, status, latency_ms }, index) => {
    const share = Math.sqrt((latency_ms ?? 0) / slowest);
    const height = Math.max(LOWEST, Math.round(share * tallest));
    return {
      id,
      x: drawing.width - (index + 1) * drawing.slot + (drawing.slot - drawing.bar) / 2,
      y: drawing.height - height,
      height,
      failed: status === 'FAIL',
      open: status === 'PENDING',
    };
  });
}

/** What the bars say, for a sentence. */
export function summaryOf(newestFirst: readonly ProviderCall[]) {
  const calls = newestFirst.slice(0, drawing.slots);
  const latencies = calls.flatMap(({ latency_ms }) => (latency_ms === null ? [] : [latency_ms]));
  return {
    count: calls.length,
    failed: calls.filter(({ status }) => status === 'FAIL').length,
    range:
      latencies.length === 0 ? null : ([Math.min(...latencies), Math.max(...latencies)] as const),
  };
}

import { expect, test } from 'vitest';

import type { ProviderCall } from '../../ledger.ts';
import { barsOf, drawing, summaryOf } from './sparkline-geometry.ts';

function call(id: number, change: Partial<ProviderCall> = {}): ProviderCall {
  return {
    id: String(id),
    operation: 'quote',
    kind: 'use',
    status: 'SUCCESS',
    trace_id: '',
    latency_ms: 100,
    http_status: 200,
    error_code: null,
    suggested_fix: null,
    provider_ref: null,
    delivery_status: null,
    at: '2026-11-20T12:00:00Z',
    ...change,
  };
}

test('the newest call stands at the right edge and no bar leaves the drawing', () => {
  const bars = barsOf(Array.from({ length: 60 }, (_, id) => call(id)));
  expect(bars).toHaveLength(drawing.slots);
  expect(bars[0]?.x).toBe(drawing.width - 5);
  expect(bars.at(-1)?.x).toBe(1);
  for (const { y, height } of bars) {
    expect(y).toBeGreaterThanOrEqual(7);
    expect(y + height).toBe(drawing.height);
  }
});

test('a quick call beside a time-out is still seen', () => {
  const [late, quick] = barsOf([
    call(1, { latency_ms: 8000, status: 'FAIL' }),
    call(2, { latency_ms: 80 }),
  ]);
  expect(late).toMatchObject({ height: 33, failed: true });
  expect(quick?.height).toBe(3);
});

test('a call that is under way or took no time has a bar of its own', () => {
  const [open, instant] = barsOf([
    call(1, { latency_ms: null, status: 'PENDING' }),
    call(2, { latency_ms: 0 }),
  ]);
  expect(open).toMatchObject({ open: true, failed: false, height: 2 });
  expect(instant?.height).toBe(2);
});

test('no call draws nothing and has no range', () => {
  expect(barsOf([])).toEqual([]);
  expect(summaryOf([])).toEqual({ count: 0, failed: 0, range: null });
});

test('the summary counts what is drawn', () => {
  const calls = [call(1, { latency_ms: 12 }), call(2, { latency_ms: 480, status: 'FAIL' })];
  expect(summaryOf(calls)).toEqual({ count: 2, failed: 1, range: [12, 480] });
});

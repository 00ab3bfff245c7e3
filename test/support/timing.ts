import { expect, type TestContext } from 'vitest';

import type { Exchange } from './keep-alive.ts';
import { mannWhitney, median } from '../../bench/mann-whitney.ts';
import { neon } from './stack.ts';
import { tooBusyToTell } from './too-busy.ts';

const SAMPLES = 40;
const WARM_UP = 8;
const DELAY_MILLISECONDS = 20;
const MEDIANS_WITHIN = 0.05;
const LEAST_P = 0.01;

/** How many requests of each kind one run makes. */
export const ROUNDS = WARM_UP + SAMPLES;

export interface Measured {
  readonly known: number[];
  readonly unknown: number[];
}

/**
 * Milliseconds of `attempt` with every database call 20 ms long. Both kinds in turn, the one and the
 * other first, so that what slows the machine slows both.
 */
export async function measure(
  attempt: (email: string) => Promise<Exchange>,
  knownAt: (index: number) => string,
  unknownAt: (index: number) => string,
): Promise<Measured> {
  const measured: Measured = { known: [], unknown: [] };
  await neon.mode({ delay_ms: DELAY_MILLISECONDS });
  for (let index = 0; index < ROUNDS; index++) {
    const kinds =
      index % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
    for (const kind of kinds) {
      const email = kind === 'known' ? knownAt(index) : unknownAt(index);
      const { milliseconds } = await attempt(email);
      if (index >= WARM_UP) {
        measured[kind].push(milliseconds);
      }
    }
  }
  await neon.mode({});
  return measured;
}

interface Comparison {
  readonly medians: readonly [known: number, unknown: number];
  readonly apart: number;
  readonly p: number;
}

function compare(measured: Measured): Comparison {
  const medians = [median(measured.known), median(measured.unknown)] as const;
  const apart = Math.abs(medians[0] - medians[1]) / Math.min(...medians);
  return { medians, apart, p: mannWhitney(measured.known, measured.unknown).p };
}

function isClean({ apart, p }: Comparison): boolean {
  return apart <= MEDIANS_WITHIN && p > LEAST_P;
}

/** Whether even requests of one kind differ from each other: those of the run's first half and of its second. */
function isBlurred({ known, unknown }: Measured): boolean {
  return [known, unknown].some(
    (sample) =>
      !isClean(
        compare({
          known: sample.slice(0, sample.length / 2),
          unknown: sample.slice(sample.length / 2),
        }),
      ),
  );
}

/**
 * One clean run of at most three, each with fresh samples. One in a hundred fails by the test's own level; a
 * real difference cannot pass by trying again: a hash or a round trip that only one of the two does is
 * 17 ms or more of 60, far outside 5 % in every run. Where no run is clean and each is blurred in itself,
 * the machine is too busy to tell.
 */
export async function expectAlike(
  context: Pick<TestContext, 'skip'>,
  run: () => Promise<Measured>,
): Promise<void> {
  const runs: (Comparison & { readonly blurred: boolean })[] = [];
  while (runs.length < 3 && !runs.some(isClean)) {
    const measured = await run();
    runs.push({ ...compare(measured), blurred: isBlurred(measured) });
  }
  if (!runs.some(isClean) && runs.every(({ blurred }) => blurred)) {
    tooBusyToTell(context);
  }
  expect(runs, 'no run of three was clean').toSatisfy(() => runs.some(isClean));
}

/** Without the seconds that pass between two answers. */
function still(text: string): string {
  return text.replaceAll(/\d+(?= seconds)|(?<=t=)\d+|^\d+$/g, 'n');
}

/** Everything a caller can see, less what differs between any two answers. */
export function face({ status, headers, body }: Exchange) {
  const changing = new Set(['x-trace-id', 'date']);
  return {
    status,
    headers: headers.map(([name, value]) => [name, changing.has(name) ? '' : still(value)]),
    body: Object.entries({ ...body, trace_id: '' }).map(([name, value]) => [
      name,
      typeof value === 'string' ? still(value) : typeof value,
    ]),
  };
}

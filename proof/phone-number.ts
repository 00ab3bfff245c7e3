import { randomInt } from 'node:crypto';

const LAST = 1_000_000;

/** A British mobile number, new in this run, for a message to a simulator. */
export function newNumber(): string {
  return `+447400${String(randomInt(LAST)).padStart(6, '0')}`;
}

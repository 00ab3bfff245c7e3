import { randomInt } from 'node:crypto';

const LAST = 1_000_000;

/** A British mobile number for a message that goes to a simulator; nobody else of the run has it. */
export function newNumber(): string {
  return `+447400${String(randomInt(LAST)).padStart(6, '0')}`;
}

import { findWeakness, weaknessAdvice } from '../../src/core/passwords/password-rules.ts';

/** How hard a password is to guess, from 0 to 4, and why the server would refuse it. */
export interface Estimate {
  readonly score: number;
  /** The server's advice and its variant; null when it would be taken, or is only too short as yet. */
  readonly advice: { readonly variant: string; readonly sentence: string } | null;
}

/** Bits from which on the score is one more. */
const STEPS = [25, 38, 50];

/** One word of a list of eight thousand, as generators of passphrases have; a long one a little more. */
const WORD_BITS = 13;
const WORD_LETTERS = 8;
const FURTHER_LETTER_BITS = 2;
const LETTER_BITS = 4.7;
const DIGIT_BITS = 3.3;
/** A year, a day or a counter, however long. */
const NUMBER_BITS = 8;
const SIGN_BITS = 4;
const REPEATED_BITS = 1;

/**
 * The server's own rules decide what is 0: what it refuses is never called hard to guess. Beyond them
 * every run of letters counts as one word. Loaded only by somebody who chooses a password.
 */
export function estimate(password: string, email: string, brandName = ''): Estimate {
  const weakness = findWeakness(password, email.trim().toLowerCase(), brandName);
  if (weakness) {
    const advice = { variant: `password_${weakness}`, sentence: weaknessAdvice[weakness] };
    return { score: 0, advice: weakness === 'too_short' ? null : advice };
  }
  const bits = bitsOf(password.normalize('NFKC').toLowerCase());
  return { score: 1 + STEPS.filter((step) => bits >= step).length, advice: null };
}

function bitsOf(text: string): number {
  const runs: readonly string[] = text.match(/[\p{L}\p{M}]+|\p{N}+|[^\p{L}\p{M}\p{N}]/gu) ?? [];
  return runs.reduce(
    (sum, run, index) => sum + (runs.indexOf(run) < index ? REPEATED_BITS : bitsOfRun(run)),
    0,
  );
}

function bitsOfRun(run: string): number {
  if (/^\p{N}/u.test(run)) {
    return Math.min(run.length * DIGIT_BITS, NUMBER_BITS);
  }
  if (!/^\p{L}/u.test(run)) {
    return SIGN_BITS;
  }
  const further = Math.max(0, run.length - WORD_LETTERS) * FURTHER_LETTER_BITS;
  return Math.min(run.length * LETTER_BITS, WORD_BITS + further);
}

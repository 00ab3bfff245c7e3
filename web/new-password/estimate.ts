import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** Longer texts take long to take apart, and are no easier to guess. */
const MAX_CHARACTERS = 48;

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/** How hard a password is to guess, from 0 to 4. Loaded only by somebody who chooses one: the lists are large. */
export function estimate(password: string, email: string): number {
  return estimator.check(password.slice(0, MAX_CHARACTERS), [email, 'sallyport']).score;
}

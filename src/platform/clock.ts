/** The time, as an effect, so that tests can hold it still. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

const MILLISECONDS = 1000;

/** `at` moved by a number of seconds, which may be negative. */
export function addSeconds(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * MILLISECONDS);
}

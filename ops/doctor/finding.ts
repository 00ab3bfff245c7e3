export type Result = 'ok' | 'blocker' | 'warning' | 'could-not-check' | 'not-applicable';

/** What a check saw. Never a value of a variable, a password or a row. */
export interface Finding {
  readonly result: Result;
  readonly sentence: string;
  /** Commands that fix it, in their order; what only the person knows stands as `…` or as a shell variable. */
  readonly fix: readonly string[];
}

export const ok = (sentence: string): Finding => ({ result: 'ok', sentence, fix: [] });

export const notApplicable = (sentence: string): Finding => ({
  result: 'not-applicable',
  sentence,
  fix: [],
});

/** Nobody can work, or nobody is safe, until it is fixed. */
export const blocker = (sentence: string, ...fix: string[]): Finding => ({
  result: 'blocker',
  sentence,
  fix,
});

/** It works, but something waits for it or will break. */
export const warning = (sentence: string, ...fix: string[]): Finding => ({
  result: 'warning',
  sentence,
  fix,
});

/** Nothing is known; it never counts as well. */
export const couldNotCheck = (sentence: string, ...fix: string[]): Finding => ({
  result: 'could-not-check',
  sentence,
  fix,
});

import type { Migration } from './migration-files.ts';

export type Goal = {
  /** `up`: all that is missing. `down`: one step back. Read only when `to` is left out. */
  direction?: 'up' | 'down';
  /** The version to end at, in whichever direction it lies; `0000` takes everything back. */
  to?: string;
};

/** What to apply and then what to revert, in that order. `done` holds the versions that are applied. */
export function planSteps(
  migrations: Migration[],
  done: ReadonlyMap<string, string>,
  { direction = 'up', to }: Goal,
): { forward: Migration[]; back: Migration[] } {
  const applied = migrations.filter(({ version }) => done.has(version));
  const missing = migrations.filter(({ version }) => !done.has(version));
  if (to === undefined) {
    return direction === 'up'
      ? { forward: missing, back: [] }
      : { forward: [], back: applied.slice(-1) };
  }
  if (to !== '0000' && !migrations.some(({ version }) => version === to)) {
    throw new Error(`There is no migration ${to}.`);
  }
  return {
    forward: missing.filter(({ version }) => version <= to),
    back: applied.filter(({ version }) => version > to).toReversed(),
  };
}

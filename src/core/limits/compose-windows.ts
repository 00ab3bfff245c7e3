import type { AllWindows, NamedWindows } from './limits.ts';

/**
 * All windows in one table. A name that two declare is a mistake in the source and stops the Worker from
 * starting: the one would be counted by the numbers of the other.
 */
export function composeWindows(declared: readonly NamedWindows[]): AllWindows {
  const windows: Record<string, NamedWindows[string]> = {};
  for (const [name, window] of declared.flatMap((table) => Object.entries(table))) {
    if (Object.hasOwn(windows, name)) {
      throw new Error(`two windows are named ${name}`);
    }
    windows[name] = window;
  }
  // The names are those of `Windows`, to which each of these tables adds its own.
  return Object.freeze(windows) as AllWindows;
}

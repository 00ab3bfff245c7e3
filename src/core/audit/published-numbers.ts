/** The newest heads are published one by one. */
const NEWEST = 64;
/** Of each older stretch, twice as long as the one after it, so many. */
const EACH_STRETCH = 32;

/**
 * Numbers, ascending, of the heads to publish out of `count`: the newest, then of those whose number can
 * be divided by 2, by 4, by 8 and so on the newest of each, and the first of all. What lies `n` heads
 * back has one published within about a fifteenth of that distance. About 16 · log₂(count): 341 after a
 * century of one in five minutes.
 */
export function publishedNumbers(count: number): number[] {
  const numbers = new Set(count > 0 ? [1] : []);
  for (let step = 1, many = NEWEST; step <= count; step *= 2, many = EACH_STRETCH) {
    const newest = Math.floor(count / step);
    for (let index = newest; index > Math.max(0, newest - many); index--) {
      numbers.add(index * step);
    }
  }
  return [...numbers].toSorted((a, b) => a - b);
}

/** Clocks of two machines may differ by so much. */
const SKEW_MILLISECONDS = 100;

/** Tells the sealer that rows wait; `wake` answers when it comes, in Unix milliseconds. */
export type SealerCall = (wake: () => Promise<number>) => Promise<void>;

/**
 * Calls the sealer unless it comes anyway: it seals whatever was written before it does. There is one sealer for all
 * isolates, and it would be asked twice for each sign-in. One number for the isolate, and no promise.
 * @param now Unix milliseconds.
 */
export function createSealerCall(now: () => number): SealerCall {
  let comesAt = 0;
  return async (wake) => {
    if (now() >= comesAt - SKEW_MILLISECONDS) {
      comesAt = await wake();
    }
  };
}

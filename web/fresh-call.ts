import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

import { signedInCall } from './session.ts';

/** `confirmed`: the person has just entered everything again, so their last code is used up. */
export type Freshness = 'fresh' | 'confirmed' | 'declined';

/** Ways to make a call that only a session confirmed in the last minutes may make. */
export interface FreshCalls {
  /** Like `signedInCall`, but asks for a confirmation when the server does, and then goes on. */
  readonly call: typeof signedInCall;
  /** Asks before the person types a code that the confirmation would use up. */
  readonly ensureFresh: () => Promise<Freshness>;
}

export const FreshCallContext = createContext<FreshCalls>({
  call: signedInCall,
  ensureFresh: async () => await Promise.resolve('fresh'),
});

/** The calls of the nearest step-up, see features/step-up. */
export function useFreshCalls(): FreshCalls {
  return useContext(FreshCallContext);
}

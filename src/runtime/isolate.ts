import argon2Module from '@phi-ag/argon2/argon2.wasm';

import { createHashQueue } from '../core/passwords/hash-queue.ts';
import { createArgon2 } from '../platform/crypto/argon2.ts';

/** What an isolate holds once. Nothing else here outlives a request, and no promise does. */

// Its memory is as large as one hash, and hashing is synchronous.
export const argon2 = createArgon2(argon2Module);

// One line for the isolate, because it computes one thing at a time. Three numbers, see docs/decisions/0037.
export const hashQueue = createHashQueue({
  now: Date.now,
  sleep: async (milliseconds) => await scheduler.wait(milliseconds),
});

import process from 'node:process';
import { inject } from 'vitest';

/**
 * Before each file: of the stacks that run side by side this worker's own is the one that `inject` speaks of.
 * vitest gives every worker of one run the same values, and numbers the workers from 1.
 */
const answer = await fetch(`${inject('stackServer')}${process.env['VITEST_POOL_ID']}`);
if (!answer.ok) {
  throw new Error(await answer.text());
}
const worker: unknown = Reflect.get(globalThis, '__vitest_worker__');
const provided: unknown =
  typeof worker === 'object' && worker !== null ? Reflect.get(worker, 'providedContext') : null;
if (typeof provided !== 'object' || provided === null) {
  throw new Error('vitest keeps what it provides elsewhere now');
}
Object.assign(provided, await answer.json());

import { rmSync } from 'node:fs';
import { afterAll, beforeAll, inject } from 'vitest';

import type { Vars } from '../../dev/dev-vars.ts';
import { startStack, type Stack, type StackOptions } from '../../dev/stack.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { deadlineVars } from './deadline-vars.ts';
import { randomKey } from './random-key.ts';

/** A stack for one file or one group of tests, with variables of its own; the build is shared. */
export function ownStack(
  name: string,
  vars: Vars,
  options: Pick<StackOptions, 'cf'> = {},
): () => Stack {
  const localDir = makeTemporaryFolder(name);
  let stack: Stack | null = null;
  beforeAll(async () => {
    stack = await startStack({
      port: 0,
      localDir,
      built: inject('built'),
      copyOf: inject('databaseServer'),
      devVars: false,
      vars: { ...deadlineVars(), APP_ENC_KEY: randomKey(), ...vars },
      ...options,
    });
  });
  afterAll(async () => {
    await stack?.stop();
    rmSync(localDir, { recursive: true, force: true });
  });
  return () => {
    if (!stack) {
      throw new Error('the stack has not started');
    }
    return stack;
  };
}

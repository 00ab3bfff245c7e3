import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';

import { childrenNamed } from '../../dev/process-identity.ts';
import { Client, problemOf, type Answer } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { newSignedIn } from '../support/person.ts';

const GENEROUS = 90_000;

/** What is waited for is a deadline, so it is the one of production. */
const stack = ownStack('starved', { DEADLINE_FACTOR: '1' });

/** The look-up behind the next `me` is never answered. */
async function meWithoutDatabase(client: Client, meanwhile: () => Promise<void>): Promise<Answer> {
  stack().database.neonHttp.mode({ fail_call: 1, kind: 'hang' });
  const asked = client.get('/api/auth/me');
  await expect.poll(() => stack().database.neonHttp.stats().round_trips).toBeGreaterThan(0);
  await meanwhile();
  const answer = await asked;
  stack().database.neonHttp.mode({});
  return answer;
}

/** The runtime of this file's own stack gets no CPU for that long. */
async function starve(milliseconds: number): Promise<void> {
  const runtimes = childrenNamed(process.pid, 'workerd');
  for (const { pid } of runtimes) {
    process.kill(pid, 'SIGSTOP');
  }
  await sleep(milliseconds);
  for (const { pid } of runtimes) {
    process.kill(pid, 'SIGCONT');
  }
}

test(
  'a Worker without CPU time answers that it is too busy and does not blame the database',
  async () => {
    const { client } = await newSignedIn(new Client({ url: stack().appUrl }));
    stack().database.neonHttp.reset();
    const answer = await meWithoutDatabase(client, async () => await starve(5000));
    expect(problemOf(answer)).toMatchObject({ status: 503, error_code: 'OVERLOADED' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await client.get('/api/auth/me')).status).toBe(200);
  },
  GENEROUS,
);

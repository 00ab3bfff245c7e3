import { setTimeout as sleep } from 'node:timers/promises';

import { windows } from '../../src/features.ts';
import { nothingOf, type Attack, type Field } from './attack.ts';
import { comparisonsOf } from './evidence.ts';
import type { Tally } from './tally.ts';

const { capacity, windowSeconds } = windows.login;
/** Beyond the capacity, before and after the idle time. */
const BEYOND = 3;
/** The runtime evicts an idle object after about ten seconds. */
const IDLE_MILLISECONDS = 13_000;

export const eviction: Attack = {
  id: 'eviction',
  scenario:
    'One address uses up its limit of sign-ins, sends nothing until the idle counter is evicted, and goes on guessing, with the right password last.',
  policy: `windows.login: ${capacity} in ${windowSeconds} s, per network address`,
  countedBy: 'rows user.sign_in_refused and user.signed_in in the audit trail, by trace id',
  blocks: ['RATE_LIMITED'],
  mostTries: 2 * (capacity + BEYOND),
  async run(field, tally) {
    const { accounts, database } = field;
    const { email, password } = await accounts.register();
    const client = accounts.newClient();
    await guess(field, tally, client, capacity + BEYOND);
    await sleep(IDLE_MILLISECONDS);
    await guess(field, tally, client, capacity + BEYOND - 1);
    const last = await tally.send(
      async () => await client.post('/api/auth/login', { email, password }),
    );
    return {
      ...(await comparisonsOf(tally, database)),
      bound: nothingOf(capacity),
      successes: last.status === 200 ? 1 : 0,
      notes: [`${IDLE_MILLISECONDS / 1000} s without a request between two series of guesses.`],
    };
  },
};

/** Tries passwords, each for another e-mail address, so that no account is locked instead. */
async function guess(
  { accounts, random }: Field,
  tally: Tally,
  client: ReturnType<Field['accounts']['newClient']>,
  count: number,
): Promise<void> {
  for (let index = 0; index < count; index++) {
    const { email } = accounts.newCredentials();
    const body = { email, password: `summer holidays ${random.digits(6)}` };
    await tally.send(async () => await client.post('/api/auth/login', body));
  }
}

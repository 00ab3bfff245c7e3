import { afterAll, afterEach, expect, test } from 'vitest';

import { lockouts } from '../../src/core/limits/limits.ts';
import { Client } from '../support/client.ts';
import { KeepAlive, type Exchange } from '../support/keep-alive.ts';
import { newCredentials, newPerson } from '../support/person.ts';
import { countRoundTrips, neon } from '../support/stack.ts';
import { expectAlike, face, measure, ROUNDS } from '../support/timing.ts';

const PASSWORD = 'not the right password';
const { failuresPerLock } = lockouts.password;
/** One failure short of the lock. */
const TRIES_EACH = failuresPerLock - 1;

const connection = new KeepAlive({ connections: 1 });

afterAll(() => {
  connection.close();
});

afterEach(async () => {
  await neon.mode({});
});

async function attempt(email: string): Promise<Exchange> {
  return await connection.post('/api/auth/login', { email, password: PASSWORD });
}

/** An account's address, or one that nobody has. */
type NewAddress = () => Promise<string>;

const known: NewAddress = async () => (await newPerson()).email;
const unknown: NewAddress = async () => await Promise.resolve(newCredentials().email);

async function many(count: number, make: NewAddress): Promise<string[]> {
  return await Promise.all(Array.from({ length: count }, async () => await make()));
}

/** Fails until the address is locked. */
async function lock(make: NewAddress): Promise<string> {
  const email = await make();
  for (let failure = 0; failure < failuresPerLock; failure++) {
    await new Client().post('/api/auth/login', { email, password: PASSWORD });
  }
  return email;
}

test('an unknown address and a wrong password take the same time', async (context) => {
  await expectAlike(context, async () => {
    const needed = Math.ceil(ROUNDS / TRIES_EACH);
    const [accounts, unknowns] = [await many(needed, known), await many(needed, unknown)];
    const of = (emails: readonly string[]) => (index: number) =>
      emails[Math.floor(index / TRIES_EACH)] ?? '';
    return await measure(attempt, of(accounts), of(unknowns));
  });
});

test('a locked account and a locked address without one take the same time', async (context) => {
  const [account, nonAccount] = [await lock(known), await lock(unknown)];
  await expectAlike(
    context,
    async () =>
      await measure(
        attempt,
        () => account,
        () => nonAccount,
      ),
  );
});

const ways = [
  ['at first', async (make: NewAddress) => await make(), 401],
  ['when locked', lock, 429],
] as const;

test.for(ways)(
  'an unknown address and a wrong password get the same headers in the same order and cost as many round trips %s',
  async ([, prepare, status]) => {
    const faces = [];
    for (const make of [known, unknown]) {
      const email = await prepare(make);
      const answers: Exchange[] = [];
      const roundTrips = await countRoundTrips(async () => {
        answers.push(await attempt(email));
      });
      faces.push({ roundTrips, answers: answers.map(face) });
    }
    const [ofKnown, ofUnknown] = faces;
    expect(ofKnown?.answers).toMatchObject([{ status }]);
    expect(ofKnown?.roundTrips).toBeLessThanOrEqual(2);
    expect(ofUnknown).toEqual(ofKnown);
  },
);

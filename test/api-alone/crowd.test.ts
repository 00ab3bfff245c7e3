import { rmSync } from 'node:fs';
import { expect, inject, test, type TestContext } from 'vitest';

import { startStack, type Stack } from '../../dev/stack.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { lockouts } from '../../src/core/limits/limits.ts';
import { windows } from '../../src/features.ts';
import { Client, newAddress } from '../support/client.ts';
import { KeepAlive, type Exchange } from '../support/keep-alive.ts';
import {
  codeFor,
  newEnrolled,
  newPerson,
  newSignedIn,
  tempTokenOf,
  type Enrolled,
} from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';
import { randomKey } from '../support/random-key.ts';
import { tooBusyToTell } from '../support/too-busy.ts';

const CROWD = 1000;
const LONGEST_MILLISECONDS = 2000;
const CEILINGS = 4;

const database = ownerDatabase();

/** Only an attempt that was compared leaves such a row, so this is the product's own count. */
async function compared(userId: string, action: string, reason: string): Promise<number> {
  const [row] = await database.rows<{ count: number }>(
    `select count(*)::int as count from security_audit_logs
     where target_id = $1 and action = $2 and metadata ->> 'reason' = $3`,
    [userId, action, reason],
  );
  return row?.count ?? -1;
}

async function comparedCodes({ id }: Enrolled): Promise<number> {
  return await compared(id, 'second_factor.refused', 'totp_no_step_matched');
}

/** Six digits that none of the three accepted steps has. */
function wrongCode({ secret }: Enrolled): string {
  const right = new Set([codeFor(secret, -1), codeFor(secret), codeFor(secret, 1)]);
  return ['000000', '111111', '222222', '333333'].find((code) => !right.has(code)) ?? '444444';
}

/** Everybody at once, over connections that are open before; each client waits for its own answer. */
async function crowd(act: (crowd: KeepAlive, index: number) => Promise<Exchange>) {
  const connections = new KeepAlive({ connections: CROWD });
  try {
    await everybody(async () => await connections.get('/api/health'));
    return await everybody(async (index) => await act(connections, index));
  } finally {
    connections.close();
  }
}

async function everybody<T>(act: (index: number) => Promise<T>): Promise<T[]> {
  return await Promise.all(Array.from({ length: CROWD }, async (_, index) => await act(index)));
}

function tally(answers: readonly Exchange[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = `${status} ${String(body['error_code'])}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** What a crowd was answered, and how many of its guesses were compared with the secret. */
interface Attempts {
  readonly answers: readonly Exchange[];
  readonly comparisons: number;
}

/** In milliseconds: the longest wait for a refusal, and at an endpoint that asks nobody before and after it. */
interface Wait {
  readonly slowest: number;
  readonly before: number;
  readonly after: number;
}

function isShort({ slowest, before, after }: Wait): boolean {
  return slowest < Math.max(LONGEST_MILLISECONDS, CEILINGS * Math.max(before, after));
}

/** Whether one and the same crowd was served twice as slowly a moment later. */
function isBlurred({ before, after }: Wait): boolean {
  return Math.max(before, after) > 2 * Math.min(before, after);
}

function slowestOf(answers: readonly Exchange[]): number {
  return Math.max(...answers.map(({ milliseconds }) => milliseconds));
}

/** How long the crowd waits for an endpoint that asks nobody. */
async function atRest(): Promise<number> {
  return slowestOf(await crowd(async (clients) => await clients.get('/api/health')));
}

/**
 * In every attack exactly `allowed` guesses are compared and everybody else is told 429; in one of at
 * most three nobody waits for that longer than two seconds, or four times what the same crowd waits for
 * an endpoint that asks nobody: clients, Worker and database share one machine.
 */
async function expectHeld(
  context: TestContext,
  allowed: number,
  attack: () => Promise<Attempts>,
): Promise<void> {
  const held: Wait[] = [];
  while (held.length < 3 && !held.some(isShort)) {
    const before = await atRest();
    const { answers, comparisons } = await attack();
    const limited = answers.filter(({ status }) => status === 429);
    const answered = tally(answers);
    expect({ comparisons, limited: limited.length, answered }).toEqual({
      comparisons: allowed,
      limited: answers.length - allowed,
      answered,
    });
    held.push({ slowest: slowestOf(limited), before, after: await atRest() });
  }
  if (!held.some(isShort) && held.every(isBlurred)) {
    tooBusyToTell(context);
  }
  expect(held).toSatisfy(() => held.some(isShort));
}

const { failuresPerLock } = lockouts['second-factor'];
const UNDER_ATTACK = { timeout: 180_000 };

async function attackSecondFactor(addressOf: () => string): Promise<Attempts> {
  const person = await newEnrolled();
  const temp_token = await tempTokenOf(person);
  const guess = { temp_token, code: wrongCode(person) };
  const answers = await crowd(
    async (clients) => await clients.post('/api/auth/2fa/verify', guess, addressOf()),
  );
  return { answers, comparisons: await comparedCodes(person) };
}

test(
  'a thousand wrong codes at once from one address cause five comparisons',
  UNDER_ATTACK,
  async (context) => {
    await expectHeld(context, failuresPerLock, async () => {
      const address = newAddress();
      return await attackSecondFactor(() => address);
    });
  },
);

test(
  'a thousand wrong codes at once from a thousand addresses cause five comparisons',
  UNDER_ATTACK,
  async (context) => {
    await expectHeld(context, failuresPerLock, async () => await attackSecondFactor(newAddress));
  },
);

test(
  'a thousand wrong passwords at once from a thousand addresses cause five comparisons',
  UNDER_ATTACK,
  async (context) => {
    await expectHeld(context, lockouts.password.failuresPerLock, async () => {
      const { id, email } = await newPerson();
      const guess = { email, password: 'not the right password' };
      const answers = await crowd(async (clients) => await clients.post('/api/auth/login', guess));
      const comparisons = await compared(id, 'user.sign_in_refused', 'wrong_password_or_locked');
      return { answers, comparisons };
    });
  },
);

test('signing in twenty times does not allow more than five wrong codes', async () => {
  const person = await newEnrolled();
  const code = wrongCode(person);
  for (let round = 0; round < 20; round++) {
    const temp_token = await tempTokenOf(person, new Client());
    await Promise.all(
      Array.from(
        { length: 5 },
        async () => await new Client().post('/api/auth/2fa/verify', { temp_token, code }),
      ),
    );
  }
  expect(await comparedCodes(person)).toBe(failuresPerLock);
  const temp_token = await tempTokenOf(person, new Client());
  const right = { temp_token, code: codeFor(person.secret, 1) };
  expect((await new Client().post('/api/auth/2fa/verify', right)).status).toBe(429);
});

/** Hosts and ways to write them in one network that belongs to this test. */
function spellings(count: number): string[] {
  const network = ['2001', 'db8', (process.pid % 0xffff).toString(16), 'ffff'];
  const padded = network.map((part) => part.padStart(4, '0'));
  return Array.from({ length: count }, (_, index) => {
    const host = (index + 1).toString(16);
    const ways = [
      `${network.join(':')}::${host}`,
      `${network.join(':')}::${host}`.toUpperCase(),
      `${padded.join(':')}:0000:0000:0000:${host.padStart(4, '0')}`,
      `${network.join(':')}:${host}::`,
      `${network.join(':')}:a:b:c:${host}`,
      `${network.join(':')}::198.51.100.${index % 256}`,
      ` ${network.join(':')}:0:0:${host}:0 `,
    ];
    return ways[index % ways.length] ?? '';
  });
}

test('two hundred spellings of one IPv6 network share one bucket', async () => {
  const addresses = spellings(200);
  expect(new Set(addresses).size).toBe(200);
  const clients = new KeepAlive({ connections: 50 });
  const answers = await Promise.all(
    addresses.map(async (address) => await clients.post('/api/auth/register', {}, address)),
  );
  clients.close();
  const { capacity } = windows.register;
  expect(tally(answers)).toEqual({
    '400 INVALID_REQUEST': capacity,
    '429 RATE_LIMITED': addresses.length - capacity,
  });
});

const COLD = 30;

/** Starts, lets `act` in at once, and stops; what was stored stays in the folder. */
async function withStack<T>(
  localDir: string,
  key: string,
  act: (stack: Stack) => Promise<T>,
): Promise<T> {
  const built = inject('built');
  const vars = { APP_ENC_KEY: key };
  const stack = await startStack({ port: 0, localDir, built, devVars: false, vars });
  try {
    return await act(stack);
  } finally {
    await stack.stop();
  }
}

test('thirty requests at once to a cold Worker all succeed', async () => {
  const localDir = makeTemporaryFolder('cold');
  const key = randomKey();
  const people = await withStack(
    localDir,
    key,
    async ({ appUrl: url }) =>
      await Promise.all(
        Array.from({ length: COLD }, async () => await newSignedIn(new Client({ url }))),
      ),
  );
  const logins = await withStack(
    localDir,
    key,
    async ({ appUrl: url }) =>
      await Promise.all(
        people.map(
          async ({ email, password }) =>
            await new Client({ url }).post('/api/auth/login', { email, password }),
        ),
      ),
  );
  expect(logins.map(({ status }) => status)).toEqual(people.map(() => 200));
  const answers = await withStack(
    localDir,
    key,
    async ({ appUrl: url }) =>
      await Promise.all(
        people.map(async ({ client }) => {
          const browser = new Client({ url });
          browser.cookie = client.cookie;
          return await browser.get('/api/auth/me');
        }),
      ),
  );
  expect(answers.map(({ status }) => status)).toEqual(people.map(() => 200));
  rmSync(localDir, { recursive: true, force: true });
});

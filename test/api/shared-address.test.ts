import { expect, test } from 'vitest';

import { verifySecondFactor } from '../../src/features/sign-in/contract.ts';
import { windows } from '../../src/features.ts';
import { Client, newAddress, problemOf, type Answer } from '../support/client.ts';
import { codeFor, newEnrolled, newSignedIn, tempTokenOf, type Person } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

/** Somebody on the same address spends its window, whatever they are answered. */
async function otherClientSpends(address: string, path: string, body: object): Promise<void> {
  const other = new Client({ address });
  for (let index = 0; index < windows.login.capacity; index++) {
    const email = `nobody-${index}-${address.replaceAll(':', '-')}@example.com`;
    await other.post(path, path.endsWith('login') ? { ...body, email } : body);
  }
}

async function spentLogin(): Promise<string> {
  const address = newAddress();
  await otherClientSpends(address, '/api/auth/login', { password: 'another client guesses' });
  return address;
}

function browserAt(address: string, device: string | null): Client {
  const browser = new Client({ address });
  browser.device = device;
  return browser;
}

async function signIn({ email, password }: Person, browser: Client): Promise<Answer> {
  return await browser.post('/api/auth/login', { email, password });
}

const REFUSED = { status: 429, error_code: 'RATE_LIMITED' };

test('another client that uses up the sign-ins of an address does not lock out a remembered browser', async () => {
  const person = await newSignedIn();
  const address = await spentLogin();
  const answer = await signIn(person, browserAt(address, person.client.device));
  expect(answer.status).toBe(200);
  expect(problemOf(await signIn(person, browserAt(address, null)))).toMatchObject(REFUSED);
});

test('a device tag that is forged, of another account or of a forgotten browser gets no window of its own', async () => {
  const [mine, theirs] = [await newSignedIn(), await newSignedIn()];
  const address = await spentLogin();
  const [id = ''] = /[0-9a-f-]{36}/.exec(theirs.client.device ?? '') ?? [];
  for (const device of [mine.client.device, `__Host-device=v1.${id}.${'A'.repeat(22)}`]) {
    expect(problemOf(await signIn(theirs, browserAt(address, device)))).toMatchObject(REFUSED);
  }
  await database.rows('update auth_devices set revoked_at = now() where user_id = $1', [theirs.id]);
  const forgotten = browserAt(address, theirs.client.device);
  expect(problemOf(await signIn(theirs, forgotten))).toMatchObject(REFUSED);
});

test('a remembered browser has its own rate limit window', async () => {
  const person = await newSignedIn();
  const address = await spentLogin();
  const statuses: number[] = [];
  for (let index = 0; index <= windows['login-browser'].capacity; index++) {
    const { status } = await signIn(person, browserAt(address, person.client.device));
    statuses.push(status);
  }
  const { capacity } = windows['login-browser'];
  expect(statuses).toEqual([...Array.from({ length: capacity }, () => 200), 429]);
});

test('another client that uses up the codes of an address does not lock out a remembered browser', async () => {
  const person = await newEnrolled();
  const address = newAddress();
  const temp_token = 'A'.repeat(43);
  await otherClientSpends(address, verifySecondFactor.path, { temp_token, code: '000000' });
  const right = { temp_token: await tempTokenOf(person), code: codeFor(person.secret) };
  const unremembered = await browserAt(address, null).post(verifySecondFactor.path, right);
  expect(problemOf(unremembered)).toMatchObject(REFUSED);
  const other = browserAt(address, (await newSignedIn()).client.device);
  expect(problemOf(await other.post(verifySecondFactor.path, right))).toMatchObject(REFUSED);
  const unknown = { temp_token, code: '000000' };
  expect(problemOf(await other.post(verifySecondFactor.path, unknown))).toMatchObject(REFUSED);
  const owner = browserAt(address, person.client.device);
  expect((await owner.post(verifySecondFactor.path, right)).status).toBe(200);
});

import { expect, test } from 'vitest';

import { windows } from '../../src/features.ts';
import { Client, problemOf, type Answer } from '../support/client.ts';
import { codeFor, newEnrolled, tempTokenOf, type Enrolled } from '../support/person.ts';

const FAILURES = 5;
const PER_ADDRESS = windows['second-factor'].capacity;
const PER_PERSON = windows['second-factor-person'].capacity;

function wrongCode({ secret }: Enrolled): string {
  const right = new Set([codeFor(secret, -1), codeFor(secret), codeFor(secret, 1)]);
  return ['000000', '111111', '222222', '333333'].find((code) => !right.has(code)) ?? '444444';
}

/** One wrong code after the other, as a loop of curl sends them. */
async function loop(count: number, send: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < count) {
    answers.push(await send());
  }
  return answers;
}

const codes = (answers: readonly Answer[]) => answers.map((a) => problemOf(a).error_code);
const times = (count: number, code: string) => Array.from({ length: count }, () => code);
/** What a loop of `capacity` and two more is told. */
const told = (capacity: number) => [
  ...times(FAILURES, 'CODE_INVALID'),
  ...times(capacity - FAILURES, 'ACCOUNT_LOCKED'),
  ...times(2, 'RATE_LIMITED'),
];

function expectSays(answer: Answer | undefined, limit: { name: string; scope: string }) {
  if (!answer) {
    throw new Error('nothing was answered');
  }
  const { body, headers } = answer;
  expect(body).toMatchObject({ error_code: 'RATE_LIMITED', status: 429, limit });
  const wait = Number(body['retry_after']);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(300);
  expect(headers.get('retry-after')).toBe(String(wait));
  expect(String(body['detail']).includes('network')).toBe(limit.scope === 'ip');
}

test('wrong codes in a loop from one address meet RATE_LIMITED of the address', async () => {
  const person = await newEnrolled();
  const guess = { temp_token: await tempTokenOf(person), code: wrongCode(person) };
  const client = new Client();
  const answers = await loop(PER_ADDRESS + 2, async () => {
    return await client.post('/api/auth/2fa/verify', guess);
  });
  expect(codes(answers)).toEqual(told(PER_ADDRESS));
  expectSays(answers.at(-1), { name: 'second-factor', scope: 'ip' });
  expect(problemOf(answers[FAILURES] as Answer)['limit']).toEqual({
    name: 'second-factor-account',
    scope: 'account',
  });
});

test('wrong codes in a loop from ever new addresses meet RATE_LIMITED of the person', async () => {
  const person = await newEnrolled();
  const guess = { temp_token: await tempTokenOf(person), code: wrongCode(person) };
  const answers = await loop(PER_PERSON + 2, async () => {
    return await new Client().post('/api/auth/2fa/verify', guess);
  });
  expect(codes(answers)).toEqual(told(PER_PERSON));
  expectSays(answers.at(-1), { name: 'second-factor-person', scope: 'person' });
});

test('wrong codes in a session meet it too', async () => {
  const person = await newEnrolled();
  const answers = await loop(PER_PERSON + 2, async () => {
    const elsewhere = new Client();
    elsewhere.cookie = person.client.cookie;
    return await elsewhere.post('/api/auth/2fa/disable', { code: wrongCode(person) });
  });
  expect(codes(answers)).toEqual(told(PER_PERSON));
  expectSays(answers.at(-1), { name: 'second-factor-person', scope: 'person' });
});

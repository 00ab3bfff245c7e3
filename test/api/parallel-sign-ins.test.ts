import { expect, test } from 'vitest';

import type { Answer } from '../support/client.ts';
import { Client, problemOf } from '../support/client.ts';
import { codeFor, newEnrolled, newPerson, tempTokenOf } from '../support/person.ts';

const AT_ONCE = 10;

async function atOnce(act: (index: number) => Promise<Answer>): Promise<Answer[]> {
  return await Promise.all(Array.from({ length: AT_ONCE }, async (_, index) => await act(index)));
}

/** Everybody who was refused is told the short time that is true, and of no lock. */
function expectNoLock(answers: readonly Answer[]): void {
  for (const answer of answers.filter(({ status }) => status === 429)) {
    const { error_code, retry_after = Infinity } = problemOf(answer);
    expect(error_code).toBe('RATE_LIMITED');
    expect(retry_after).toBeLessThanOrEqual(2);
    expect(answer.headers.get('retry-after')).toBe(String(retry_after));
  }
}

test('ten right sign-ins at once report no lock, and the next succeeds', async () => {
  const { email, password } = await newPerson();
  const answers = await atOnce(
    async () => await new Client().post('/api/auth/login', { email, password }),
  );
  const statuses = new Set(answers.map(({ status }) => status));
  expect([...statuses].filter((status) => status !== 200 && status !== 429)).toEqual([]);
  expect(statuses).toContain(200);
  expectNoLock(answers);
  expect((await new Client().post('/api/auth/login', { email, password })).status).toBe(200);
});

test('ten verifications with one right code at once report no lock', async () => {
  const person = await newEnrolled();
  const code = codeFor(person.secret);
  const temp_token = await tempTokenOf(person);
  const answers = await atOnce(
    async () => await new Client().post('/api/auth/2fa/verify', { temp_token, code }),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expectNoLock(answers);
});

test('ten wrong passwords at once count as five failures and lock the account', async () => {
  const { email, password } = await newPerson();
  const answers = await atOnce(
    async () => await new Client().post('/api/auth/login', { email, password: 'not the one' }),
  );
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  const { error_code, retry_after = 0 } = problemOf(
    await new Client().post('/api/auth/login', { email, password }),
  );
  expect(error_code).toBe('ACCOUNT_LOCKED');
  expect(retry_after).toBeGreaterThan(200);
});

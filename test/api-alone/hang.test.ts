import { afterEach, expect, test } from 'vitest';

import { HANG_MS } from '../../dev/neon-http.ts';
import { problemOf, type Answer } from '../support/client.ts';
import { endpoints, vitalCalls, type Act } from '../support/fault-endpoints.ts';
import { neon, ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

afterEach(async () => {
  await neon.mode({});
});

interface Hung {
  readonly name: string;
  readonly act: Act;
  readonly answer: Promise<Answer & { readonly milliseconds: number }>;
}

/** Asks once while call number `call` hangs; returns when that call is hanging, with the answer to come. */
async function hang(name: string, act: Act, call: number): Promise<Hung> {
  const before = await neon.roundTrips();
  await neon.mode({ fail_call: call, kind: 'hang' });
  const answer = timed(act);
  const deadline = Date.now() + HANG_MS;
  while ((await neon.roundTrips()) < before + call) {
    if (Date.now() > deadline) {
      throw new Error(`${name} never came to its database call ${call}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await neon.mode({});
  return { name: `${name}, call ${call}`, act, answer };
}

async function timed(act: Act) {
  const startedAt = Date.now();
  const answer = await act();
  return { ...answer, milliseconds: Date.now() - startedAt };
}

/** Everybody is ready before the first hang, so that the calls counted are those of one request alone. */
async function prepareAll() {
  return await Promise.all(
    vitalCalls.map(async ({ name, call }) => {
      const act = await endpoints[name]?.prepare();
      if (!act) {
        throw new Error(`nobody knows how to ask ${name}`);
      }
      return { name, call, act };
    }),
  );
}

/** What the client gets: 503 before the call is over, when to come back, and no session. */
async function told({ name, answer }: Hung) {
  const { headers, milliseconds, ...rest } = await answer;
  const { status, error_code, retry_after } = problemOf({ headers, ...rest });
  return {
    name,
    status,
    error_code,
    comesBack: Number(retry_after) > 0 && headers.get('retry-after') === String(retry_after),
    inTime: milliseconds < HANG_MS,
    cookies: headers.getSetCookie(),
  };
}

/** Good, or a refusal below 500 that says what to do. */
async function again({ name, act }: Hung) {
  const answer = await act();
  const plain = answer.status < 300 || problemOf(answer).suggested_fix.length > 0;
  return { name, plain, kind: answer.status < 300 ? 'succeeded' : answer.status };
}

test('an endpoint with a hanging database call answers 503 before the call ends, and works afterwards', async () => {
  const hanging: Hung[] = [];
  for (const { name, act, call } of await prepareAll()) {
    hanging.push(await hang(name, act, call));
  }
  const answers = await Promise.all(hanging.map(told));
  expect(answers).toEqual(
    hanging.map(({ name }) => ({
      name,
      status: 503,
      // A machine that is busy itself says that instead (docs/decisions/0056).
      error_code: expect.stringMatching(/^(DATABASE_UNAVAILABLE|OVERLOADED)$/),
      comesBack: true,
      inTime: true,
      cookies: [],
    })),
  );
  const repeated = [];
  for (const one of hanging) {
    repeated.push(await again(one));
  }
  expect(repeated.filter(({ plain, kind }) => !plain || Number(kind) >= 500)).toEqual([]);
});

test('no partial state is left behind', async () => {
  const halves = await database.rows(
    `select u.email from users u
     where u.two_factor_enabled <> exists (select from backup_codes b where b.user_id = u.id)
        or (select count(*) from backup_codes b where b.user_id = u.id) not in (0, 10)`,
  );
  expect(halves).toEqual([]);
});

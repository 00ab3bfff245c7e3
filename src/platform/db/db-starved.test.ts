import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { ApiError } from '../errors.ts';
import { Secret } from '../secret.ts';
import { connect } from './db.ts';
import { sql } from './sql.ts';

const url = new Secret('postgresql://app:pw@db.example/app');

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A database that answers nothing until it is given up. */
function stayAway(): void {
  vi.stubGlobal(
    'fetch',
    async (_: string, { signal }: { signal: AbortSignal }) =>
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      }),
  );
}

/** For most of what a statement may take. */
function hearNobody(): void {
  vi.setSystemTime(Date.now() + 2600);
}

/** What a statement is refused with when `meanwhile` happens while it waits. */
async function refusal(meanwhile: () => void) {
  const asked = connect(url)
    .query(sql`select 1`)
    .catch((error: unknown) => error);
  meanwhile();
  await vi.advanceTimersByTimeAsync(5000);
  const error = await asked;
  if (!(error instanceof ApiError)) {
    throw new Error('nothing was refused');
  }
  const { code, status } = error.failure.error;
  return { code, status, wait: error.failure.retryAfterSeconds };
}

test('a database that does not answer an isolate that listens is unavailable', async () => {
  stayAway();
  expect(await refusal(() => {})).toEqual({ code: 'DATABASE_UNAVAILABLE', status: 503, wait: 2 });
});

test('an isolate that heard nobody while it waited blames itself and not the database', async () => {
  stayAway();
  expect(await refusal(hearNobody)).toEqual({ code: 'OVERLOADED', status: 503, wait: 2 });
});

test('a database that refuses is unavailable, however busy this isolate is', async () => {
  vi.stubGlobal('fetch', async () => new Response('no', { status: 500 }));
  expect(await refusal(hearNobody)).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
});

test('a statement leaves no timer behind, whether it was answered or not', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ fields: [], rows: [] }));
  expect(await connect(url).query(sql`select 1`)).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  stayAway();
  await refusal(() => {});
  expect(vi.getTimerCount()).toBe(0);
});

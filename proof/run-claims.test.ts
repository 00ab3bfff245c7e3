import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

import { chooseClaims, listClaims } from './choose-claims.ts';
import type { Claim, Need } from './claim.ts';
import { Accounts } from './client/accounts.ts';
import { Unavailable } from './client/api-client.ts';
import { Redactor } from './client/redactor.ts';
import { fakeClaim } from './fake-results.ts';
import type { MissingNeed } from './needs.ts';
import { runClaims } from './run-claims.ts';
import { claims as table } from './table.ts';

const folder = mkdtempSync(join(tmpdir(), 'sallyport-run-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const deployment = { appUrl: 'http://localhost:1' };

interface Situation {
  readonly missing?: ReadonlyMap<Need, MissingNeed>;
  readonly signal?: AbortSignal;
}

async function run(
  claims: readonly Claim[],
  { missing = new Map(), signal = new AbortController().signal }: Situation = {},
) {
  const redactor = new Redactor();
  const accounts = new Accounts({ deployment, redactor, run: 'x' });
  const shared = {
    id: 'x',
    deployment,
    built: null,
    redactor,
    accounts,
    pool: null,
    signal,
  };
  const results = await runClaims({
    claims,
    run: shared,
    missing,
    folder,
    onResult: () => {},
    pauseMilliseconds: 0,
  });
  return results.map(({ claim, verdict, why, isOwed, notCounted }) => ({
    id: claim.id,
    verdict,
    why,
    isOwed,
    notCounted,
  }));
}

const says =
  (ok: boolean): Claim['run'] =>
  async (context) => {
    await Promise.resolve();
    context.check('It is so', ok, 'this');
  };

test('a claim passes when every check is true, and fails with the sentence that is not', async () => {
  const results = await run([fakeClaim({ id: 'a' }), fakeClaim({ id: 'b', run: says(false) })]);
  expect(results).toMatchObject([
    { id: 'a', verdict: 'passed', why: '' },
    { id: 'b', verdict: 'failed', why: 'Not so: It is so — seen: this' },
  ]);
});

const broken = async () => {
  await Promise.resolve();
  throw new Error('no answer');
};

test('a claim without a check, or with an error, fails', async () => {
  const results = await run([
    fakeClaim({ id: 'a', run: async () => await Promise.resolve() }),
    fakeClaim({ id: 'b', run: broken }),
  ]);
  expect(results).toMatchObject([
    { verdict: 'failed', why: 'It checked nothing.' },
    { verdict: 'failed', why: 'It broke off: no answer' },
  ]);
});

test('the dependencies of a claim run before it, and when one fails the claim is not run', async () => {
  const order: string[] = [];
  const noting =
    (id: string, ok: boolean): Claim['run'] =>
    async (context) => {
      order.push(id);
      await says(ok)(context);
    };
  const results = await run([
    fakeClaim({ id: 'roof', dependsOn: ['wall'], run: noting('roof', true) }),
    fakeClaim({ id: 'wall', dependsOn: ['ground'], run: noting('wall', false) }),
    fakeClaim({ id: 'ground', run: noting('ground', true) }),
  ]);
  expect(order).toEqual(['ground', 'wall']);
  expect(results).toMatchObject([
    { id: 'roof', verdict: 'not-run', why: 'It depends on wall, which did not pass.' },
    { id: 'wall', verdict: 'failed' },
    { id: 'ground', verdict: 'passed' },
  ]);
});

test('a claim with a missing need is not run, says why, and is owed when the need can be installed', async () => {
  const missing = new Map<Need, MissingNeed>([
    ['database', { why: 'No database.', isOwed: false }],
    ['openssl', { why: 'No openssl.', isOwed: true }],
  ]);
  const results = await run(
    [
      fakeClaim({ id: 'a', needs: ['database'] }),
      fakeClaim({ id: 'b', needs: ['database', 'openssl'] }),
    ],
    { missing },
  );
  expect(results).toMatchObject([
    { verdict: 'not-run', why: 'No database.', isOwed: false },
    { verdict: 'not-run', why: 'No database. No openssl.', isOwed: true },
  ]);
});

test('after an interruption no claim is started', async () => {
  const results = await run([fakeClaim()], { signal: AbortSignal.abort() });
  expect(results).toMatchObject([
    { verdict: 'not-run', why: 'The run was interrupted before it.' },
  ]);
});

test('a claim that an interruption broke off counts as not run, not as failed', async () => {
  const interruption = new AbortController();
  const interrupted = fakeClaim({
    run: async () => {
      await Promise.resolve();
      interruption.abort();
      throw new Error('fetch failed');
    },
  });
  const results = await run([interrupted], { signal: interruption.signal });
  expect(results).toMatchObject([
    { verdict: 'not-run', why: 'The run was interrupted while it ran.' },
  ]);
});

test('a claim that met a busy database is run again and says so, and fails after three attempts', async () => {
  let attempts = 0;
  const busy =
    (times: number): Claim['run'] =>
    async (context) => {
      attempts += 1;
      if (attempts <= times) {
        throw new Unavailable('expected 200, got 503');
      }
      await says(true)(context);
    };
  const [once] = await run([fakeClaim({ run: busy(1) })]);
  expect(once).toMatchObject({
    verdict: 'passed',
    notCounted: ['It broke off: expected 200, got 503'],
  });
  attempts = 0;
  const [twice] = await run([fakeClaim({ run: busy(9) })]);
  expect(twice).toMatchObject({ verdict: 'failed' });
  expect(attempts).toBe(3);
});

test('claims that depend on each other cause an error that names them', async () => {
  const circle = [
    fakeClaim({ id: 'a', dependsOn: ['b'] }),
    fakeClaim({ id: 'b', dependsOn: ['a'] }),
  ];
  await expect(run(circle)).rejects.toThrow('These claims depend on each other: a, b');
});

test('every claim of the table has its own name, clauses, and only known dependencies', () => {
  const ids = table.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, clauses, dependsOn = [] } of table) {
    expect(id).toMatch(/^[a-z0-9-]+$/);
    expect(clauses.length).toBeGreaterThan(0);
    expect(dependsOn.filter((basis) => !ids.includes(basis))).toEqual([]);
  }
});

const names = (only: string) => chooseClaims(table, { only }).map(({ id }) => id);

test('a claim is chosen with its dependencies, and an unknown name is refused', () => {
  expect(names('seal-round-trip')).toEqual(['totp-secret-sealed', 'seal-round-trip']);
  expect(() => names('nothing')).toThrow('There is no claim nothing');
  expect(chooseClaims(table, { without: 'screens' })).toHaveLength(table.length - 1);
  expect(
    listClaims(table)
      .split('\n')
      .filter((line) => line.startsWith('  ')),
  ).toHaveLength(table.length);
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';

import type { Claim } from '../../proof/claim.ts';
import { chooseClaims } from '../../proof/choose-claims.ts';
import { prove } from '../../proof/prove.ts';
import { claims } from '../../proof/table.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const VERIFIER = join(import.meta.dirname, '../../proof/verify.mjs');
const SOME = 'temp-token-rows,session-hash,temp-token-once,canaries-logs,canaries-objects';

let parent = '';

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'sallyport-proof-test-'));
});

afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

async function proveHere(chosen: readonly Claim[], more: { readonly signal?: AbortSignal } = {}) {
  const { twilio, mail } = inject('simulators');
  const deployment = {
    appUrl: inject('appUrl'),
    databaseUrl: inject('databaseUrl'),
    neonUrl: inject('neonHttpUrl'),
    twilioUrl: twilio,
    mailUrl: mail,
    logFile: inject('logFile'),
    durableObjectsDir: join(dirname(inject('logFile')), 'durable-objects'),
    secrets: {
      appEncKey: inject('appEncKey'),
      accessTokenKeys: inject('tokenKeys'),
      twilioAuthToken: inject('twilioAuthToken'),
    },
  };
  const folder = join(parent, 'bundle');
  const proof = await prove({
    deployment,
    kind: 'own stack',
    built: inject('built'),
    claims: chosen,
    folder,
    ...more,
  });
  return { ...proof, folder };
}

async function accountsLeft(): Promise<unknown[]> {
  return await database.rows(`select email from users where email like 'proof-%'`);
}

test('a proof of this stack passes, verifies, holds no secret, and leaves no account behind', async () => {
  const { results, leftovers, withheld, folder } = await proveHere(
    chooseClaims(claims, { only: SOME }),
  );
  expect(results.map(({ claim, verdict, why }) => [claim.id, verdict, why])).toEqual(
    results.map(({ claim }) => [claim.id, 'passed', '']),
  );
  expect(results).toHaveLength(SOME.split(',').length);
  expect({ leftovers, withheld }).toEqual({ leftovers: [], withheld: [] });
  expect(await accountsLeft()).toEqual([]);
  const said = execFileSync(process.execPath, [VERIFIER, folder], { encoding: 'utf8' });
  expect(said).toMatch(/Every one of \d+ files is as it was signed/);
  const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
  expect(JSON.parse(manifest)).toMatchObject({ counts: { passed: 5, failed: 0, 'not-run': 0 } });
});

test('an interrupted run deletes its accounts and counts nothing as passed', async () => {
  const interruption = new AbortController();
  const [template] = claims;
  const interrupted: Claim = {
    ...(template ?? claims[0]),
    id: 'interrupted',
    run: async (context) => {
      await context.accounts.register();
      interruption.abort();
      throw new Error('broken off');
    },
  } as Claim;
  const { results } = await proveHere(
    [interrupted, ...chooseClaims(claims, { only: 'canaries-logs' })],
    {
      signal: interruption.signal,
    },
  );
  expect(results.map(({ verdict }) => verdict)).toEqual(['not-run', 'not-run']);
  expect(await accountsLeft()).toEqual([]);
});

test('evidence with a secret is redacted or dropped', async () => {
  const careless: Claim = {
    ...claims[0],
    id: 'careless',
    run: async (context) => {
      const { password } = await context.accounts.register();
      const reversed = Array.from(password).toReversed().join('');
      context.evidence.text('plain.txt', { title: 'plain' }, `the password is ${password}`);
      context.evidence.text('reversed.txt', { title: 'reversed' }, `the password is ${reversed}`);
      context.check('It is so', true);
    },
  } as Claim;
  const { withheld, folder } = await proveHere([careless]);
  expect(withheld).toEqual(['claims/careless/02-reversed.txt']);
  const plain = readFileSync(join(folder, 'claims/careless/01-plain.txt'), 'utf8');
  expect(plain).toMatch(/^the password is \[password, \d+ characters\]\n$/);
});

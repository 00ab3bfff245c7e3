import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { chainedDatabase } from '../support/audit-chain.ts';

let chained: Awaited<ReturnType<typeof chainedDatabase>>;
const folder = mkdtempSync(join(tmpdir(), 'sallyport-verify-'));
const heads = join(folder, 'heads.json');
const root = join(import.meta.dirname, '../..');

beforeAll(async () => {
  chained = await chainedDatabase([3, 3]);
  writeFileSync(heads, JSON.stringify(chained.witness));
});
afterAll(async () => {
  await chained.database.stop();
  rmSync(folder, { recursive: true });
});

/** What the command says, and what it exits with. */
async function verify(...args: string[]) {
  const { DATABASE_URL: _other, ...env } = process.env;
  const node = join(root, 'node_modules/.bin/node');
  const command = [join(root, 'dev/audit/verify.ts'), ...args];
  return await new Promise<{ code: number; said: string }>((resolve) => {
    const child = execFile(node, command, { env, cwd: root }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, said: stdout + stderr }),
    );
  });
}

test('a chain that agrees with its heads is whole', async () => {
  const { code, said } = await verify(
    '--database-url',
    chained.database.ownerUrl,
    '--heads',
    heads,
  );
  expect(said).toContain(
    'The audit trail is whole: 6 seals, 0 of them archived, 2 published heads',
  );
  expect(code).toBe(0);
});

test('without a head that agrees nothing is confirmed, and the command fails unless that was asked for', async () => {
  const none = join(folder, 'none.json');
  writeFileSync(none, JSON.stringify({ ...chained.witness, heads: [] }));
  for (const more of [[], ['--heads', none]]) {
    const { code, said } = await verify('--database-url', chained.database.ownerUrl, ...more);
    expect(said).toContain('NOT CONFIRMED');
    expect(said).toContain('--without-heads');
    expect(code).toBe(1);
  }
  const asked = await verify('--database-url', chained.database.ownerUrl, '--without-heads');
  expect(asked.said).toContain('NOT CONFIRMED');
  expect(asked.code).toBe(0);
});

test('so does a part of the chain that no head lies within', async () => {
  const file = join(folder, 'nothing.ndjson');
  writeFileSync(file, '');
  const { code, said } = await verify('--file', file, '--heads', heads);
  expect(said).toContain('NOT CONFIRMED');
  expect(code).toBe(1);
});

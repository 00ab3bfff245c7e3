import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { readSeals } from '../../ops/audit/read-chain.ts';
import { endLines } from '../../src/core/audit/chain/export-end.ts';
import { writeLine } from '../../src/core/audit/chain/export-line.ts';
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
  const command = [join(root, 'ops/audit/verify.ts'), ...args];
  return await new Promise<{ code: number; said: string }>((resolve) => {
    const child = execFile(node, command, { env, cwd: root }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, said: stdout + stderr }),
    );
  });
}

test('a chain that agrees with its signed tree heads verifies', async () => {
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

test('the command fails without an agreeing tree head, unless an option allows that', async () => {
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

test('the command fails for a part of the chain without a tree head in it', async () => {
  const file = join(folder, 'nothing.ndjson');
  writeFileSync(file, '');
  const { code, said } = await verify('--file', file, '--archive', '--heads', heads);
  expect(said).toContain('NOT CONFIRMED');
  expect(code).toBe(1);
});

test('a truncated or changed file is named, and a complete one is verified', async () => {
  const client = new pg.Client({ connectionString: chained.database.ownerUrl });
  await client.connect();
  const lines: string[] = [];
  for await (const seal of readSeals(client)) {
    lines.push(`${writeLine(seal)}\n`);
  }
  await client.end();
  const sha256 = createHash('sha256').update(lines.join('')).digest('hex');
  const end = endLines.ndjson({ rows: lines.length, first: 1, last: lines.length, sha256 }, 5000);
  const file = join(folder, 'export.ndjson');
  const [, ...behind] = lines;
  for (const [text, says, code] of [
    [[...lines, end], 'The audit trail is whole: 6 seals', 0],
    [lines, 'NOT WHOLE. The file has no last line', 1],
    [[...behind, end], 'NOT WHOLE. The file was changed', 1],
    [[...lines, end.slice(0, 60)], 'NOT WHOLE. The file has no last line', 1],
    [[...lines, end, ...lines], 'NOT WHOLE. The file has no last line', 1],
  ] as const) {
    writeFileSync(file, text.join(''));
    const answer = await verify('--file', file, '--heads', heads);
    expect(answer.said).toContain(says);
    expect(answer.code).toBe(code);
  }
});

test('an export of events is checked against its last line, and the report says that it holds no seals', async () => {
  const rows = '"seq","id","at","action"\r\n"1","a","b","c ""x""\nd"\r\n';
  const sha256 = createHash('sha256').update(rows).digest('hex');
  const end = endLines.csv({ rows: 1, first: 1, last: 1, sha256 }, 300);
  const file = join(folder, 'events.csv');
  for (const [text, says, code] of [
    [rows + end, 'The file is whole: 1 rows, 1 to 1', 0],
    [rows, 'NOT WHOLE', 1],
    [rows.replace('"1"', '"2"') + end, 'NOT WHOLE', 1],
  ] as const) {
    writeFileSync(file, text);
    const answer = await verify('--file', file);
    expect(answer.said).toContain(says);
    expect(answer.code).toBe(code);
  }
});

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/mini';
import { startDatabase } from './database.ts';
import { startPostgres } from './local-postgres.ts';
import { identify, isRunning } from './process-identity.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

function temporaryFolder(): string {
  const folder = makeTemporaryFolder('test');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function until(condition: () => boolean) {
  await expect.poll(condition, { timeout: 60_000, interval: 20 }).toBe(true);
}

async function startServer(directory: string) {
  const server = await startPostgres({ directory });
  onTestFinished(async () => await server.stop());
  return server;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query({ text, rowMode: 'array' });
  await client.end();
  return rows;
}

const messageSchema = z.object({ pid: z.number(), folder: z.string() });

/** A process that starts a database of its own, says where, and then just waits. */
async function startParent(folder: string) {
  const script = join(folder, 'parent.ts');
  writeFileSync(
    script,
    `const { startDatabase } = await import(${JSON.stringify(join(import.meta.dirname, 'database.ts'))});
     const database = await startDatabase({ migrations: null });
     const { Client } = await import(${JSON.stringify(import.meta.resolve('pg'))}).then((pg) => pg.default);
     const client = new Client({ connectionString: database.postgres.url() });
     await client.connect();
     const { rows } = await client.query('SHOW data_directory');
     process.send({ pid: database.postgres.pid, folder: rows[0].data_directory });
     setInterval(() => {}, 1000);`,
  );
  const parent = fork(script, { execArgv: [] });
  const [message]: unknown[] = await once(parent, 'message');
  return { parent, ...messageSchema.parse(message) };
}

test('after kill -9 of its parent PostgreSQL ends and its temporary folder is gone', async () => {
  const { parent, pid, folder } = await startParent(temporaryFolder());
  const server = identify(pid);
  expect(server?.name).toBe('postgres');
  parent.kill('SIGKILL');
  await until(() => server !== null && !isRunning(server));
  await until(() => !existsSync(folder));
});

test('data survives a stop and a kill -9 of the server', async () => {
  const directory = join(temporaryFolder(), 'postgres');
  const first = await startServer(directory);
  await query(first.url(), 'CREATE TABLE kept AS SELECT 1 AS n');
  await first.stop();
  const second = await startServer(directory);
  await query(second.url(), 'INSERT INTO kept VALUES (2)');
  process.kill(second.pid, 'SIGKILL');
  const third = await startServer(directory);
  expect(await query(third.url(), 'SELECT n FROM kept ORDER BY n')).toEqual([[1], [2]]);
});

test('a server that a killed run left behind is ended before the next one takes its data', async () => {
  const directory = join(temporaryFolder(), 'postgres');
  const left = await startServer(directory);
  const identity = identify(left.pid);
  await startServer(directory);
  expect(identity !== null && isRunning(identity)).toBe(false);
});

test('two databases run side by side and share nothing', async () => {
  const [one, two] = await Promise.all([
    startDatabase({ migrations: null }),
    startDatabase({ migrations: null }),
  ]);
  expect(one.postgres.port).not.toBe(two.postgres.port);
  expect(one.neonHttp.port).not.toBe(two.neonHttp.port);
  await Promise.all([one.stop(), two.stop()]);
});

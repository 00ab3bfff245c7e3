import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { childrenNamed } from './process-identity.ts';
import { startStack, type Stack } from './stack.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const key = Buffer.alloc(32, 7).toString('base64');
let localDir = '';
let stack: Stack;

const start = async (folder: string, port = 0) =>
  await startStack({
    port,
    localDir: folder,
    devVars: false,
    vars: { APP_ENC_KEY: key },
    ...(existsSync(join(localDir, 'dist')) && { built: join(localDir, 'dist') }),
  });

beforeAll(async () => {
  localDir = makeTemporaryFolder('stack');
  stack = await start(localDir);
  return async () => await stack.stop();
});
afterAll(() => rmSync(localDir, { recursive: true, force: true }));

test('stack.json holds the addresses of the stack and is readable only by its owner', async () => {
  const file = join(localDir, 'stack.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    app_url: stack.appUrl,
    database_url: stack.database.ownerUrl,
    app_database_url: stack.database.appDatabaseUrl,
    neon_http_url: stack.database.neonHttp.url,
    twilio_url: stack.mockServices.twilioUrl,
    market_data_url: stack.mockServices.urls.market_data,
    broker_url: stack.mockServices.urls.broker,
    llm_url: stack.mockServices.urls.llm,
    news_url: stack.mockServices.urls.news,
    mail_url: stack.mockServices.mailUrl,
    resend_url: stack.mockServices.urls.resend,
    turnstile_url: stack.mockServices.urls.turnstile,
    breached_passwords_url: stack.mockServices.urls.breached_passwords,
    pid: process.pid,
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await fetch(`${stack.appUrl}/api/health`)).status).toBe(200);
});

test('a second stack in the same folder is refused in one sentence', async () => {
  await expect(start(localDir)).rejects.toThrow(/A stack is running in .* already/);
  expect((await fetch(`${stack.appUrl}/api/health`)).status).toBe(200);
});

test('a busy port is refused in one sentence', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const folder = makeTemporaryFolder('stack');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await expect(start(folder, port)).rejects.toThrow(`Port ${port} is in use`);
});

test('a second stack runs beside the first and takes nothing with it when it stops', async () => {
  const folder = makeTemporaryFolder('stack');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const before = childrenNamed(process.pid, 'workerd').length;
  const second = await start(folder);
  expect((await fetch(`${second.appUrl}/api/health`)).status).toBe(200);
  expect(childrenNamed(process.pid, 'workerd')).toHaveLength(before + 1);
  await second.stop();
  expect(childrenNamed(process.pid, 'workerd')).toHaveLength(before);
  expect(existsSync(join(folder, 'stack.json'))).toBe(false);
  expect(existsSync(join(folder, 'stack.lock'))).toBe(false);
  expect((await fetch(`${stack.appUrl}/api/health`)).status).toBe(200);
});

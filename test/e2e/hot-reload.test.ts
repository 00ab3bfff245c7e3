import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  globSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';

import { launchBrowser, skipBrowserTests } from '../../dev/browser.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';

const HERE = join(import.meta.dirname, '../..');
const SOURCES = ['src', 'web', 'dev', 'scripts', 'migrations'];
const FILES = ['package.json', 'tsconfig.json', 'vite.config.ts', 'wrangler.toml'];
const Stack = z.object({ app_url: z.string() });

/** The tree is edited here, so it is a copy. */
const tree = makeTemporaryFolder('hot-reload');
let running: ChildProcess;
let browser: Browser | null = null;
let url = '';
let output = '';

beforeAll(async () => {
  for (const source of [...SOURCES, ...FILES]) {
    cpSync(join(HERE, source), join(tree, source), { recursive: true });
  }
  symlinkSync(join(HERE, 'node_modules'), join(tree, 'node_modules'));
  const { NODE_ENV: _mode, VITEST: _vitest, ...environment } = process.env;
  running = spawn(process.execPath, ['dev/start.ts', '--hot-reload'], {
    cwd: tree,
    env: { ...environment, PORT: '0', LOCAL_DIR: '.local' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [running.stdout, running.stderr]) {
    stream?.on('data', (data) => (output += String(data)));
  }
  const file = join(tree, '.local/stack.json');
  await vi.waitUntil(() => existsSync(file) || running.exitCode !== null, { timeout: 120_000 });
  if (running.exitCode !== null) {
    throw new Error(`The stack did not start: ${output}`);
  }
  url = Stack.parse(JSON.parse(readFileSync(file, 'utf8'))).app_url;
  browser = skipBrowserTests() ? null : await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  if (running.exitCode === null) {
    running.kill('SIGTERM');
    await once(running, 'exit');
  }
  rmSync(tree, { recursive: true, force: true });
});

/** Changes the one file of `folder` that holds `text`. */
function edit(folder: string, text: string, edited: string) {
  const file = globSync(`${folder}/**/*.{ts,tsx}`, { cwd: tree })
    .map((path) => join(tree, path))
    .find((path) => !path.includes('.test.') && readFileSync(path, 'utf8').includes(text));
  if (file === undefined) {
    throw new Error(`No file of ${folder} holds ${text}.`);
  }
  writeFileSync(file, readFileSync(file, 'utf8').replace(text, edited));
}

const advice = async () => {
  const answer = await fetch(`${url}/api/auth/me`);
  return z.object({ suggested_fix: z.string() }).parse(await answer.json()).suggested_fix;
};

test('an edited file of the Worker answers the next requests on the same stack', async () => {
  expect(await advice()).toBe('Sign in with POST /api/auth/login.');
  edit('src', 'Sign in with POST /api/auth/login.', 'Edited while it ran.');
  await expect.poll(advice).toBe('Edited while it ran.');
  expect((await fetch(`${url}/api/health/ready`)).status).toBe(200); // the database answers through the new code
});

test('an edited page is shown without a reload and keeps typed text', async ({ skip }) => {
  if (!browser) {
    skip('There is no Chromium on this machine.');
    return;
  }
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.goto(`${url}/login`);
  await page.locator('input[name=email]').fill('ada@example.com');
  edit('web/ui', '<h1', '<h1 data-edited="yes"');
  await page.locator('h1[data-edited=yes]').waitFor({ timeout: 60_000 });
  expect(await page.locator('input[name=email]').inputValue()).toBe('ada@example.com');
  expect(complaints).toEqual([]);
  await page.close();
});

test('the API reference is served as in a build', async () => {
  const answer = await fetch(`${url}/api/openapi.json`);
  expect(await answer.json()).toMatchObject({ openapi: '3.1.0' });
});

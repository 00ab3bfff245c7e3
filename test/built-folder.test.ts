import { execFileSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { makeTemporaryFolder } from '../dev/temporary-folder.ts';

const HERE = join(import.meta.dirname, '..');
/** What a build reads. */
const SOURCES = ['src', 'web', 'scripts', 'package.json', 'vite.config.ts', 'wrangler.toml'];

const planted = {
  APP_ENC_KEY: 'cGxhbnRlZCBrZXksIHBsYW50ZWQga2V5LCBwbGFudGU=',
  DATABASE_URL: 'postgresql://owner:planted-password@planted.example/neondb',
  TWILIO_AUTH_TOKEN: 'planted-token-of-a-provider',
};

const folder = makeTemporaryFolder('built-folder');

beforeAll(() => {
  for (const source of SOURCES) {
    cpSync(join(HERE, source), join(folder, source), { recursive: true });
  }
  symlinkSync(join(HERE, 'node_modules'), join(folder, 'node_modules'));
  const lines = Object.entries(planted).map(([name, value]) => `${name}=${value}`);
  for (const file of ['.dev.vars', 'web/.env']) {
    writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
  }
  const { NODE_ENV: _mode, ...environment } = process.env;
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: folder,
    env: { ...environment, WRANGLER_SEND_METRICS: 'false' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a build holds no value of the developer's .dev.vars", () => {
  const dist = join(folder, 'dist');
  const files = globSync('**/{*,.*}', { cwd: dist }).filter((file) =>
    statSync(join(dist, file)).isFile(),
  );
  expect(files).toContain('sallyport/wrangler.json');
  expect(files).toContain('client/index.html');
  const holding = files.filter((file) => {
    const bytes = readFileSync(join(dist, file), 'latin1');
    return Object.values(planted).some((value) => bytes.includes(value));
  });
  expect(holding).toEqual([]);
});

test('a build holds no file of variables at all', () => {
  expect(globSync('**/{.dev.vars*,.env*}', { cwd: join(folder, 'dist') })).toEqual([]);
});

test('a deployment has no address but those its operator configures', () => {
  const config: unknown = JSON.parse(
    readFileSync(join(folder, 'dist/sallyport/wrangler.json'), 'utf8'),
  );
  expect(config).toMatchObject({ workers_dev: false, preview_urls: false });
});

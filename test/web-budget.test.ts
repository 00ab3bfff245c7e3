import { execFile } from 'node:child_process';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTemporaryFolder } from '../dev/temporary-folder.ts';
import { pagePaths } from '../src/features.ts';

const KIBIBYTE = 1024;
const BUDGET_BYTES = 30 * KIBIBYTE;

interface Chunk {
  readonly file: string;
  readonly src?: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

const web = join(import.meta.dirname, '../web');
const folder = makeTemporaryFolder('budget');
const client = join(folder, 'client');
let manifest: Manifest = {};

beforeAll(async () => {
  await build();
  manifest = JSON.parse(readFileSync(join(client, '.vite/manifest.json'), 'utf8')) as Manifest;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As for production, with the list of what needs what. */
async function build() {
  const { NODE_ENV: _mode, ...env } = process.env;
  const vite = join(import.meta.dirname, '../node_modules/vite/bin/vite.js');
  const options = ['--outDir', folder, '--emptyOutDir', '--manifest', '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, [vite, 'build', ...options], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...env, WRANGLER_SEND_METRICS: 'false' },
  });
}

/** The chunk and all that it imports before it can run. */
function filesOf(...keys: string[]): Set<string> {
  const seen = new Set(keys);
  for (const key of seen) {
    for (const needed of manifest[key]?.imports ?? []) {
      seen.add(needed); // a Set goes on to what is added meanwhile
    }
  }
  return new Set([...seen].map((key) => manifest[key]?.file ?? `missing: ${key}`));
}

function gzipBytes(files: Iterable<string>): number {
  return [...files].reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(client, file))).length,
    0,
  );
}

/** What the `pages.ts` of the features load: the pages, and nothing of what they load later. */
function pages(): string[] {
  return globSync('**/pages.ts', { cwd: web }).flatMap((file) =>
    [...readFileSync(join(web, file), 'utf8').matchAll(/import\('(\..+?)'\)/g)].map(
      ([, page = '']) => join(dirname(file), page),
    ),
  );
}

const kibibytes = (bytes: number) => `${(bytes / KIBIBYTE).toFixed(1)} KiB`;

describe('the first load of a page', () => {
  test('asks for at most 30 KiB of JavaScript, gzipped', () => {
    const sizes = pages().map((page) => [page, gzipBytes(filesOf('index.html', page))] as const);
    expect(sizes.length).toBe(pagePaths.length);
    const heavy = sizes.filter(([, bytes]) => bytes > BUDGET_BYTES);
    expect(heavy.map(([page, bytes]) => `${page}: ${kibibytes(bytes)}`)).toEqual([]);
  });

  test('brings no language but the one in the code', () => {
    const first = pages().flatMap((page) => Array.from(filesOf('index.html', page)));
    expect(first.filter((file) => /assets\/[a-z]{2}-/.test(file))).toEqual([]);
  });
});

test('the password meter is at most 60 KiB, gzipped, with its word lists', () => {
  const meter = Object.keys(manifest).filter((key) => key.endsWith('/estimate.ts'));
  expect(meter).toHaveLength(1);
  const first = filesOf('index.html');
  const further = [...filesOf(...meter)].filter((file) => !first.has(file));
  expect(gzipBytes(further)).toBeGreaterThan(5 * KIBIBYTE); // or the list was not found
  expect(gzipBytes(further)).toBeLessThanOrEqual(60 * KIBIBYTE);
});

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { coreFiles } from '../bench/questions/core-files.ts';
import { makeTemporaryFolder } from '../dev/temporary-folder.ts';
import { buildWorker } from '../dev/worker-build.ts';

const KIBIBYTE = 1024;
const CORE_KIBIBYTES = 136;

const folder = makeTemporaryFolder('bundle');
let built = '';

beforeAll(async () => {
  built = join(await buildWorker(folder), 'sallyport');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the script that every request waits for is at most 136 KiB, gzipped', () => {
  const sizes = coreFiles(built).map((file) => gzipSync(readFileSync(join(built, file))).length);
  const kibibytes = sizes.reduce((sum, size) => sum + size, 0) / KIBIBYTE;
  expect(kibibytes).toBeGreaterThan(50); // or the entry was not found
  expect(kibibytes).toBeLessThanOrEqual(CORE_KIBIBYTES);
});

test('the script of every request excludes libraries, lists, mail and every use case but those of sessions', () => {
  const sources = coreFiles(built).flatMap((file) => sourcesOf(`${file}.map`));
  expect(sources.some((source) => source.endsWith('src/worker.ts'))).toBe(true);
  const early =
    /node_modules\/(nodemailer|lean-qr|otpauth|jose|libphonenumber-js|bowser)\/|notify\/email\/(templates\/|mail-worker\.ts|smtp-|write-)|passwords\/(common-|password-rules)|\/every-five-minutes/;
  expect(sources.filter((source) => early.test(source))).toEqual([]);
  const useCases = sources.filter((source) => {
    const [, feature = '', file = ''] = /src\/features\/([^/]+)\/(.+)\.ts$/.exec(source) ?? [];
    return feature !== '' && !isCore(feature) && !/^(index|contract|errors|limits)$/.test(file);
  });
  expect(useCases).toEqual([]);
});

/** What every visit asks for; `pages` is one short text. */
function isCore(feature: string): boolean {
  return ['sign-in', 'sessions', 'pages'].includes(feature);
}

/** The files a script was made of, from its source map. */
function sourcesOf(map: string): string[] {
  if (!existsSync(join(built, map))) {
    return []; // the entry, which only passes on what the core exports
  }
  const { sources }: { sources: string[] } = JSON.parse(readFileSync(join(built, map), 'utf8'));
  return sources;
}

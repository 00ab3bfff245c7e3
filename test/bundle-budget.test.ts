import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { coreFiles } from '../bench/questions/core-files.ts';
import { makeTemporaryFolder } from '../dev/temporary-folder.ts';
import { buildWorker } from '../dev/worker-build.ts';

const KIBIBYTE = 1024;
const CORE_KIBIBYTES = 165;

const folder = makeTemporaryFolder('bundle');
let built = '';

beforeAll(async () => {
  built = join(await buildWorker(folder), 'sallyport');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what every request waits for is at most 165 KiB of script, gzipped', () => {
  const sizes = coreFiles(built).map((file) => gzipSync(readFileSync(join(built, file))).length);
  const kibibytes = sizes.reduce((sum, size) => sum + size, 0) / KIBIBYTE;
  expect(kibibytes).toBeGreaterThan(50); // or the entry was not found
  expect(kibibytes).toBeLessThanOrEqual(CORE_KIBIBYTES);
});

test('what few requests need is not among it: libraries of letters, QR codes, numbers and service tokens', () => {
  const sources = coreFiles(built).flatMap((file) => sourcesOf(`${file}.map`));
  expect(sources.some((source) => source.endsWith('src/worker.ts'))).toBe(true);
  const early =
    /node_modules\/(nodemailer|lean-qr|otpauth|jose|libphonenumber-js)\/|notify\/email\/templates\//;
  expect(sources.filter((source) => early.test(source))).toEqual([]);
});

/** The files a script was made of, from its source map. */
function sourcesOf(map: string): string[] {
  const { sources }: { sources: string[] } = JSON.parse(readFileSync(join(built, map), 'utf8'));
  return sources;
}

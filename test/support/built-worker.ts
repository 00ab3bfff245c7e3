import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { buildWorker } from '../../dev/worker-build.ts';

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/sallyport-tests');
const KEPT_MILLISECONDS = 60 * 60 * 1000;
const SOURCES = [
  'src/**',
  'web/**',
  'scripts/reference/**',
  'dev/worker-build.ts',
  'package-lock.json',
  'vite.config.ts',
  'wrangler.toml',
];

/** The built Worker for the sources as they are now, made once for each state of them. */
export async function builtWorker(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root })).toSorted()) {
    const file = join(root, path);
    if (statSync(file).isFile()) {
      hash.update(`${path}\0`).update(readFileSync(file)).update('\0');
    }
  }
  const built = join(cache, hash.digest('hex').slice(0, 32));
  if (!existsSync(built)) {
    mkdirSync(cache, { recursive: true });
    for (const other of readdirSync(cache).map((name) => join(cache, name))) {
      if (statSync(other).mtimeMs < Date.now() - KEPT_MILLISECONDS) {
        rmSync(other, { recursive: true, force: true }); // a run that goes on may still read a newer one
      }
    }
    const unfinished = await buildWorker(`${built}-${process.pid}`);
    putInPlace(unfinished, built);
  }
  return built;
}

/** Of two runs that built the same at once the first is kept. */
function putInPlace(unfinished: string, built: string): void {
  try {
    renameSync(unfinished, built);
  } catch (error) {
    if (!existsSync(built)) {
      throw error;
    }
    rmSync(unfinished, { recursive: true, force: true });
  }
}

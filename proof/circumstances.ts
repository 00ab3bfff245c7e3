import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Version and commit of the sources that run this proof. */
export function readSources(): { version: string; commit: string | null; hasChanges: boolean } {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  );
  const commit = git('rev-parse', 'HEAD');
  return { version, commit, hasChanges: commit !== null && git('status', '--porcelain') !== '' };
}

/** What git says in this repository, trimmed; null where there is none. */
export function git(...args: readonly string[]): string | null {
  try {
    return execFileSync('git', ['-C', ROOT, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    }).trim();
  } catch {
    return null;
  }
}

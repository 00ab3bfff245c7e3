import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import type { ClaimResult, Verdict } from './claim.ts';

/** The files that list all the others, and so cannot be in the list. */
const UNLISTED: readonly string[] = Object.freeze(['manifest.json', 'manifest.sig']);

/** What a run checked, and when. */
export interface Circumstances {
  readonly run: string;
  readonly version: string;
  /** Null outside of a git clone. */
  readonly commit: string | null;
  /** Files differed from that commit. */
  readonly hasChanges: boolean;
  readonly deployment: {
    readonly url: string;
    readonly kind: 'own stack' | 'running stack' | 'deployment';
  };
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly interrupted: boolean;
  /** How many claims there are; fewer may have been chosen. */
  readonly claimsKnown: number;
}

export interface SigningKeyNote {
  readonly kid: string;
  /** The key was made for this run and thrown away: it shows that nothing changed since, not who made it. */
  readonly throwAway: boolean;
}

export interface ListedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** How many claims passed, failed or were not run. */
export type Counts = Readonly<Record<Verdict, number>>;

export function count(results: readonly ClaimResult[]): Counts {
  const of = (verdict: Verdict) => results.filter((result) => result.verdict === verdict).length;
  return { passed: of('passed'), failed: of('failed'), 'not-run': of('not-run') };
}

/** Every file below the folder but the unlisted ones, by path, with its hash. */
export function listFiles(folder: string): ListedFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !UNLISTED.includes(path))
    .toSorted()
    .map((path) => {
      const content = readFileSync(join(folder, path));
      return {
        path,
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      };
    });
}

/** The text of manifest.json, which is what is signed. It says no more about a result than the report does. */
export function writeManifest(
  circumstances: Circumstances,
  results: readonly ClaimResult[],
  key: SigningKeyNote,
  files: readonly ListedFile[],
): string {
  const claims = results.map(({ claim, verdict, why, seconds, checks, evidence, notCounted }) => ({
    id: claim.id,
    title: claim.title,
    clauses: claim.clauses.map(({ standard, clause }) => `${standard} ${clause}`),
    verdict,
    why,
    seconds: Number(seconds.toFixed(2)),
    checks: checks.length,
    ...(notCounted.length > 0 && { notCounted }),
    evidence: evidence.map(({ path }) => path),
  }));
  const manifest = {
    format: 'sallyport proof v1',
    ...circumstances,
    counts: count(results),
    key,
    claims,
    files,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

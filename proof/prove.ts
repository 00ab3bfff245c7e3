import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';

import type { Claim, ClaimResult } from './claim.ts';
import { readSources } from './circumstances.ts';
import { Accounts, type Leftover } from './client/accounts.ts';
import type { Deployment } from './client/deployment.ts';
import { Redactor } from './client/redactor.ts';
import type { Run } from './context.ts';
import { listFiles, writeManifest, type Circumstances } from './manifest.ts';
import { findMissing } from './needs.ts';
import { findSecrets } from './search-bundle.ts';
import { renderHtml } from './report-html.ts';
import { renderMarkdown } from './report-markdown.ts';
import { runClaims } from './run-claims.ts';
import { createSigner } from './sign.ts';
import { claims } from './table.ts';

interface ProofOptions {
  readonly deployment: Deployment;
  readonly kind: Circumstances['deployment']['kind'];
  /** A folder with a built Worker, for claims that start one with other settings. */
  readonly built: string | null;
  /** Runs the Worker's scheduled work now. */
  readonly tick?: (() => Promise<void>) | undefined;
  readonly claims: readonly Claim[];
  /** The folder of the bundle; it must not exist yet. */
  readonly folder: string;
  /** A private Ed25519 key as a JWK. */
  readonly signingKey?: string | undefined;
  readonly signal?: AbortSignal;
  readonly onResult?: (result: ClaimResult) => void;
}

export interface Proof {
  readonly results: readonly ClaimResult[];
  readonly leftovers: readonly Leftover[];
  /** Evidence that contained a secret and was therefore removed. */
  readonly withheld: readonly string[];
  readonly kid: string;
}

const POOL_SIZE = 6;

/**
 * Runs the claims against the deployment and writes the signed bundle. The accounts it made are removed,
 * also when it is interrupted; what could not be removed is in `leftovers`.
 */
export async function prove(options: ProofOptions): Promise<Proof> {
  const { deployment, folder } = options;
  const signer = createSigner(options.signingKey);
  const startedAt = new Date().toISOString();
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder);
  const { run, results, leftovers } = await runAll(options);
  const withheld = withhold(folder, run.redactor);
  const circumstances: Circumstances = {
    run: run.id,
    ...readSources(),
    deployment: { url: deployment.appUrl, kind: options.kind },
    startedAt,
    finishedAt: new Date().toISOString(),
    interrupted: run.signal.aborted,
    claimsKnown: claims.length,
  };
  const key = { kid: signer.kid, throwAway: signer.throwAway };
  const report = { circumstances, results, key, leftovers, withheld, folder };
  writeFileSync(join(folder, 'report.md'), run.redactor.hide(renderMarkdown(report)));
  writeFileSync(join(folder, 'report.html'), run.redactor.hide(renderHtml(report)));
  writeFileSync(join(folder, 'public-key.jwk'), signer.publicKey);
  const manifest = writeManifest(circumstances, results, key, listFiles(folder));
  writeFileSync(join(folder, 'manifest.json'), manifest);
  writeFileSync(join(folder, 'manifest.sig'), signer.signatureOf(manifest));
  return { results, leftovers, withheld, kid: signer.kid };
}

/** Runs the claims and removes the accounts, also after a failure. */
async function runAll(options: ProofOptions) {
  const { deployment, built, folder, tick, signal = new AbortController().signal } = options;
  const id = randomBytes(3).toString('hex');
  const redactor = new Redactor();
  for (const [name, secret] of Object.entries(deployment.secrets ?? {})) {
    redactor.learn(name, secret);
  }
  const { databaseUrl } = deployment;
  const pool = databaseUrl === undefined ? null : newPool(databaseUrl);
  const accounts = new Accounts({ deployment, redactor, run: id });
  const run: Run = {
    id,
    deployment,
    built,
    redactor,
    accounts,
    pool,
    signal,
    tick,
  };
  const missing = findMissing({ deployment, built });
  try {
    const onResult = options.onResult ?? (() => {});
    const results = await runClaims({ claims: options.claims, run, missing, folder, onResult });
    const leftovers = await accounts.removeAll();
    // Ctrl-C in a terminal also ends a stack that this run started, and with it the accounts.
    const isGone = signal.aborted && options.kind === 'own stack';
    return { run, results, leftovers: isGone ? [] : leftovers };
  } finally {
    await accounts.removeAll(); // removes nothing unless the run broke off
    await pool?.end();
  }
}

function newPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: POOL_SIZE });
  pool.on('error', () => {}); // a connection that ends while idle is opened again when it is needed
  return pool;
}

/** Replaces every file that contains a secret in any form by a note about it; returns their paths. */
function withhold(folder: string, redactor: Redactor): string[] {
  const found = findSecrets(folder, redactor.secrets);
  for (const { path, name } of found) {
    rmSync(join(folder, path));
    writeFileSync(join(folder, path), `This file contained a secret (${name}) and was removed.\n`);
  }
  return [...new Set(found.map(({ path }) => path))];
}

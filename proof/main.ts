/** `npm run proof`: checks every claim on a running product and writes a signed bundle; see docs/proof.md. */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { makeTemporaryFolder } from '../dev/temporary-folder.ts';
import { buildWorker } from '../dev/worker-build.ts';
import type { ClaimResult } from './claim.ts';
import { readStackFile, type Deployment } from './client/deployment.ts';
import { startOwnStack } from './client/own-stack.ts';
import { chooseClaims, listClaims } from './choose-claims.ts';
import { exitCodeOf } from './exit-code.ts';
import { count, type Circumstances } from './manifest.ts';
import { prove, type Proof } from './prove.ts';
import { claims } from './table.ts';

const OPTIONS = {
  url: { type: 'string' },
  'database-url': { type: 'string' },
  stack: { type: 'string' },
  built: { type: 'string' },
  only: { type: 'string' },
  without: { type: 'string' },
  out: { type: 'string' },
  list: { type: 'boolean', default: false },
} as const;

type Given = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Returns the exit code; 3 means that the run could not begin. */
async function main(): Promise<number> {
  const given = parseArgs({ options: OPTIONS }).values;
  if (given.list) {
    say(listClaims(claims));
    return 0;
  }
  const chosen = chooseClaims(claims, given);
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      say('Interrupted: no more claims are started, and the accounts are removed.');
      interruption.abort();
    });
  }
  await using ending = new AsyncDisposableStack();
  const place = await findPlace(given, ending);
  const folder = resolve(given.out ?? join(import.meta.dirname, 'out', nameOfNow()));
  say(`${chosen.length} claims against ${place.deployment.appUrl} (${place.kind})\n`);
  const proof = await prove({
    ...place,
    claims: chosen,
    folder,
    signingKey: process.env['PROOF_SIGNING_KEY'],
    signal: interruption.signal,
    onResult: sayResult,
  });
  return conclude(proof, folder, interruption.signal.aborted);
}

interface Place {
  readonly deployment: Deployment;
  readonly kind: Circumstances['deployment']['kind'];
  readonly built: string | null;
  readonly tick?: () => Promise<void>;
}

async function findPlace(given: Given, ending: AsyncDisposableStack): Promise<Place> {
  if (given.url !== undefined) {
    const databaseUrl = given['database-url'] ?? process.env['DATABASE_URL'];
    const deployment = { appUrl: given.url, ...(databaseUrl !== undefined && { databaseUrl }) };
    return { deployment, kind: 'deployment', built: null };
  }
  if (given.stack !== undefined) {
    return {
      deployment: readStackFile(resolve(given.stack)),
      kind: 'running stack',
      built: given.built ?? null,
    };
  }
  let { built } = given;
  if (built === undefined) {
    const folder = makeTemporaryFolder('proof-built');
    ending.defer(() => rmSync(folder, { recursive: true, force: true }));
    say('Building the Worker …');
    built = await buildWorker(join(folder, 'built'));
  }
  say('Starting a stack for this run …');
  const own = await startOwnStack({ built });
  ending.defer(async () => await own.stop());
  const tick = async () => await own.stack.runScheduled();
  return { deployment: own.deployment, kind: 'own stack', built, tick };
}

const MARKS = { passed: 'passed ', failed: 'FAILED ', 'not-run': 'not run' } as const;

function sayResult({ claim, verdict, why, seconds }: ClaimResult): void {
  const line = `${MARKS[verdict]}  ${claim.id.padEnd(26)} ${`${seconds.toFixed(1)} s`.padStart(7)}`;
  say(why === '' ? line : `${line}\n${why.replaceAll(/^/gm, '           ')}`);
}

function conclude(
  { results, leftovers, withheld, kid }: Proof,
  folder: string,
  isInterrupted: boolean,
): number {
  const { passed, failed, 'not-run': notRun } = count(results);
  const owed = results.filter(({ isOwed }) => isOwed).length;
  say(
    `\n${passed} passed, ${failed} failed, ${notRun} could not be run${owed > 0 ? `, ${owed} of them should have been` : ''}.`,
  );
  for (const { email, why } of leftovers) {
    say(`Left behind: ${email}: ${why}`);
  }
  for (const path of withheld) {
    say(`Not kept, because a secret was in it: ${path}`);
  }
  say(
    `Signed by key ${kid}${process.env['PROOF_SIGNING_KEY'] === undefined ? ', made for this run and thrown away' : ''}.`,
  );
  say(`The report: ${join(folder, 'report.html')}`);
  return exitCodeOf({ results, leftovers, withheld }, isInterrupted);
}

/** `2026-11-28T14-52-13Z`. */
const nameOfNow = () => new Date().toISOString().replace(/\.\d+/, '').replaceAll(':', '-');

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 3;
}
process.exit();

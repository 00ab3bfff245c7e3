import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Claim, ClaimResult } from './claim.ts';
import { Unavailable } from './client/api-client.ts';
import { Context, type Run } from './context.ts';
import { EvidenceFolder } from './evidence.ts';
import type { Missing, MissingNeed } from './needs.ts';

/** How many claims run in parallel: most of the time they wait for an answer or for the next time step. */
const BESIDE = 4;

/** Attempts of a claim that meets an unavailable database or limiter. */
const ATTEMPTS = 3;
const PAUSE_MILLISECONDS = 4000;

interface ClaimRun {
  readonly claims: readonly Claim[];
  readonly run: Run;
  readonly missing: Missing;
  /** The bundle. */
  readonly folder: string;
  readonly onResult: (result: ClaimResult) => void;
  /** The pause before a claim is run again; it is twice as long before the third attempt. */
  readonly pauseMilliseconds?: number;
}

/** Runs the claims, each after its dependencies; returns the results in the order of the claims. */
export async function runClaims(claimRun: ClaimRun): Promise<ClaimResult[]> {
  const results = new Map<string, ClaimResult>();
  for (const when of ['beside', 'alone', 'last'] as const) {
    const waiting = claimRun.claims.filter((claim) => (claim.when ?? 'beside') === when);
    await runWave(waiting, when === 'alone' ? 1 : BESIDE, claimRun, results);
  }
  return claimRun.claims.flatMap(({ id }) => results.get(id) ?? []);
}

/** Runs the claims of one wave in order, `atOnce` at a time; a claim waits for its dependencies. */
async function runWave(
  claims: readonly Claim[],
  atOnce: number,
  claimRun: ClaimRun,
  results: Map<string, ClaimResult>,
) {
  const waiting = [...claims];
  const worker = async () => {
    for (;;) {
      const index = waiting.findIndex(({ dependsOn = [] }) =>
        dependsOn.every((id) => results.has(id) || !isAsked(id)),
      );
      const [claim] = index < 0 ? [] : waiting.splice(index, 1);
      if (!claim) {
        return;
      }
      const result = await runClaim(claim, claimRun, results);
      results.set(claim.id, result);
      claimRun.onResult(result);
    }
  };
  const isAsked = (id: string) => claimRun.claims.some((claim) => claim.id === id);
  while (waiting.length > 0) {
    const before = waiting.length;
    await Promise.all(Array.from({ length: atOnce }, worker));
    if (waiting.length === before) {
      throw new Error(
        `These claims depend on each other: ${waiting.map(({ id }) => id).join(', ')}`,
      );
    }
  }
}

async function runClaim(
  claim: Claim,
  claimRun: ClaimRun,
  results: ReadonlyMap<string, ClaimResult>,
): Promise<ClaimResult> {
  const reason = whyNot(claim, claimRun, results);
  if (reason) {
    const nothing = { checks: [], evidence: [], seconds: 0, notCounted: [] };
    return { claim, verdict: 'not-run', ...reason, ...nothing };
  }
  let tried = await attempt(claim, claimRun);
  const busy: string[] = [];
  while (isWorthAnother(tried, claimRun) && busy.length + 1 < ATTEMPTS) {
    busy.push(tried.result.why);
    await sleep(busy.length * (claimRun.pauseMilliseconds ?? PAUSE_MILLISECONDS));
    rmSync(join(claimRun.folder, 'claims', claim.id), { recursive: true, force: true });
    tried = await attempt(claim, claimRun);
  }
  if (claimRun.run.signal.aborted && tried.result.verdict !== 'passed') {
    const why = 'The run was interrupted while it ran.';
    return { ...tried.result, verdict: 'not-run', why, isOwed: true };
  }
  return { ...tried.result, notCounted: busy };
}

/**
 * A failure while the database or the limiter was unavailable says nothing about the claim: on a busy
 * machine the product answers 503 and does nothing, as it should.
 */
function isWorthAnother({ result, wasBusy }: Tried, { run }: ClaimRun): boolean {
  return result.verdict === 'failed' && wasBusy && !run.signal.aborted;
}

interface Tried {
  readonly result: ClaimResult;
  readonly wasBusy: boolean;
}

async function attempt(claim: Claim, { folder, run }: ClaimRun): Promise<Tried> {
  const evidence = new EvidenceFolder({ folder, claimId: claim.id, redactor: run.redactor });
  const context = new Context(run, evidence);
  const begun = performance.now();
  let broke: string | null = null;
  let wasBusy = false;
  try {
    await claim.run(context);
  } catch (error) {
    broke = run.redactor.hide(error instanceof Error ? error.message : String(error));
    wasBusy = error instanceof Unavailable;
  }
  await context.close();
  const why = broke === null ? whyFailed(context) : `It broke off: ${broke}`;
  const result: ClaimResult = {
    claim,
    verdict: why === '' ? 'passed' : 'failed',
    why,
    isOwed: false,
    checks: context.checks,
    evidence: evidence.written,
    seconds: (performance.now() - begun) / 1000,
    notCounted: [],
  };
  return { result, wasBusy: wasBusy || context.unavailable > 0 };
}

function whyNot(
  { needs, dependsOn = [] }: Claim,
  { missing, run }: ClaimRun,
  results: ReadonlyMap<string, ClaimResult>,
): MissingNeed | null {
  if (run.signal.aborted) {
    return { why: 'The run was interrupted before it.', isOwed: true };
  }
  const unmet = needs.flatMap((need) => missing.get(need) ?? []);
  if (unmet.length > 0) {
    return {
      why: unmet.map(({ why }) => why).join(' '),
      isOwed: unmet.some(({ isOwed }) => isOwed),
    };
  }
  const notPassed = dependsOn.filter((id) => results.get(id)?.verdict !== 'passed');
  return notPassed.length === 0
    ? null
    : {
        why: `It depends on ${notPassed.join(', ')}, which did not pass.`,
        isOwed: notPassed.some((id) => results.get(id)?.verdict === 'failed'),
      };
}

function whyFailed({ checks }: Context): string {
  if (checks.length === 0) {
    return 'It checked nothing.';
  }
  return checks
    .filter(({ ok }) => !ok)
    .map(({ sentence, seen }) => `Not so: ${sentence}${seen === '' ? '' : ` — seen: ${seen}`}`)
    .join('\n');
}

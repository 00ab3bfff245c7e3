import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Claim, ClaimResult } from './claim.ts';
import { Unavailable } from './client/api-client.ts';
import { Context, type Run } from './context.ts';
import { EvidenceFolder } from './evidence.ts';
import type { Missing, MissingNeed } from './needs.ts';

/** So many claims side by side: most of their time they wait for an answer or for the next half minute. */
const BESIDE = 4;

/** Of a claim that meets a database or a limiter that cannot be asked. */
const ATTEMPTS = 3;
const BREATH_MILLISECONDS = 4000;

interface Course {
  readonly claims: readonly Claim[];
  readonly run: Run;
  readonly missing: Missing;
  /** The bundle. */
  readonly folder: string;
  readonly onResult: (result: ClaimResult) => void;
  /** How long a busy machine is given before a claim is run again, and twice that before the third time. */
  readonly breathMilliseconds?: number;
}

/** Runs the claims, each after those it rests on; the results stand in the order of the claims. */
export async function runClaims(course: Course): Promise<ClaimResult[]> {
  const results = new Map<string, ClaimResult>();
  for (const when of ['beside', 'alone', 'last'] as const) {
    const waiting = course.claims.filter((claim) => (claim.when ?? 'beside') === when);
    await runWave(waiting, when === 'alone' ? 1 : BESIDE, course, results);
  }
  return course.claims.flatMap(({ id }) => results.get(id) ?? []);
}

/** Claims of one wave in their order, so many at a time; one that rests on another waits for it. */
async function runWave(
  claims: readonly Claim[],
  atOnce: number,
  course: Course,
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
      const result = await runClaim(claim, course, results);
      results.set(claim.id, result);
      course.onResult(result);
    }
  };
  const isAsked = (id: string) => course.claims.some((claim) => claim.id === id);
  while (waiting.length > 0) {
    const before = waiting.length;
    await Promise.all(Array.from({ length: atOnce }, worker));
    if (waiting.length === before) {
      throw new Error(`These claims rest on each other: ${waiting.map(({ id }) => id).join(', ')}`);
    }
  }
}

async function runClaim(
  claim: Claim,
  course: Course,
  results: ReadonlyMap<string, ClaimResult>,
): Promise<ClaimResult> {
  const reason = whyNot(claim, course, results);
  if (reason) {
    const nothing = { checks: [], evidence: [], seconds: 0, notCounted: [] };
    return { claim, verdict: 'not-run', ...reason, ...nothing };
  }
  let tried = await attempt(claim, course);
  const busy: string[] = [];
  while (isWorthAnother(tried, course) && busy.length + 1 < ATTEMPTS) {
    busy.push(tried.result.why);
    await sleep(busy.length * (course.breathMilliseconds ?? BREATH_MILLISECONDS));
    rmSync(join(course.folder, 'claims', claim.id), { recursive: true, force: true });
    tried = await attempt(claim, course);
  }
  if (course.run.signal.aborted && tried.result.verdict !== 'passed') {
    const why = 'The run was interrupted while it ran.';
    return { ...tried.result, verdict: 'not-run', why, isOwed: true };
  }
  return { ...tried.result, notCounted: busy };
}

/**
 * What failed while a database or a limiter could not be asked says nothing about the claim: on a busy
 * machine the product answers 503 and does nothing, as it should.
 */
function isWorthAnother({ result, wasBusy }: Tried, { run }: Course): boolean {
  return result.verdict === 'failed' && wasBusy && !run.signal.aborted;
}

interface Tried {
  readonly result: ClaimResult;
  readonly wasBusy: boolean;
}

async function attempt(claim: Claim, { folder, run }: Course): Promise<Tried> {
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
  { missing, run }: Course,
  results: ReadonlyMap<string, ClaimResult>,
): MissingNeed | null {
  if (run.signal.aborted) {
    return { why: 'The run was interrupted before.', isOwed: true };
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
        why: `It rests on ${notPassed.join(', ')}, which did not pass.`,
        isOwed: notPassed.some((id) => results.get(id)?.verdict === 'failed'),
      };
}

function whyFailed({ checks }: Context): string {
  if (checks.length === 0) {
    return 'It looked at nothing.';
  }
  return checks
    .filter(({ ok }) => !ok)
    .map(({ sentence, seen }) => `Not so: ${sentence}${seen === '' ? '' : ` — seen: ${seen}`}`)
    .join('\n');
}

import { rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Claim, ClaimResult } from './claim.ts';
import { Unavailable } from './client/caller.ts';
import { Context, type Run } from './context.ts';
import { EvidenceFolder } from './evidence.ts';
import type { Lack, Lacks } from './needs.ts';

/** So many claims side by side: most of their time they wait for an answer or for the next half minute. */
const BESIDE = 4;

interface Course {
  readonly claims: readonly Claim[];
  readonly run: Run;
  readonly lacks: Lacks;
  /** The bundle. */
  readonly folder: string;
  readonly onResult: (result: ClaimResult) => void;
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
  const lack = whyNot(claim, course, results);
  if (lack) {
    const nothing = { checks: [], evidence: [], seconds: 0, firstAttempt: null };
    return { claim, verdict: 'not-run', ...lack, ...nothing };
  }
  const first = await attempt(claim, course);
  if (first.result.verdict === 'passed' || !first.wasBusy) {
    return first.result;
  }
  // Not what the claim is about: on a busy machine the product says 503 and does nothing, as it should.
  rmSync(join(course.folder, 'claims', claim.id), { recursive: true, force: true });
  const { result } = await attempt(claim, course);
  return { ...result, firstAttempt: first.result.why };
}

async function attempt(claim: Claim, { folder, run }: Course) {
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
    firstAttempt: null,
  };
  return { result, wasBusy: wasBusy || context.unavailable > 0 };
}

function whyNot(
  { needs, dependsOn = [] }: Claim,
  { lacks, run }: Course,
  results: ReadonlyMap<string, ClaimResult>,
): Lack | null {
  if (run.signal.aborted) {
    return { why: 'The run was interrupted before.', isOwed: true };
  }
  const lacking = needs.flatMap((need) => lacks.get(need) ?? []);
  if (lacking.length > 0) {
    return {
      why: lacking.map(({ why }) => why).join(' '),
      isOwed: lacking.some(({ isOwed }) => isOwed),
    };
  }
  const missing = dependsOn.filter((id) => results.get(id)?.verdict !== 'passed');
  return missing.length === 0
    ? null
    : {
        why: `It rests on ${missing.join(', ')}, which did not pass.`,
        isOwed: missing.some((id) => results.get(id)?.verdict === 'failed'),
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

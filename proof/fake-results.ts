import type { Claim, ClaimResult } from './claim.ts';

/** A claim for tests of the code around claims; members left out have default values. */
export function fakeClaim(claim: Partial<Claim> = {}): Claim {
  return {
    id: 'a-claim',
    title: 'It holds.',
    shows: 'It is looked at.',
    group: 'Secrets at rest',
    clauses: [{ standard: 'RFC 6238', clause: '5.2' }],
    needs: [],
    run: async (context) => {
      await Promise.resolve();
      context.check('It is so', true, 'seen');
    },
    ...claim,
  };
}

export function fakeResult(result: Partial<ClaimResult> = {}): ClaimResult {
  return {
    claim: fakeClaim(),
    verdict: 'passed',
    why: '',
    isOwed: false,
    checks: [{ sentence: 'It is so', ok: true, seen: 'seen' }],
    evidence: [],
    seconds: 1,
    notCounted: [],
    ...result,
  };
}

/** The circumstances of an invented run. */
export const fakeCircumstances = Object.freeze({
  run: 'abc123',
  version: '0.1.0',
  commit: 'f'.repeat(40),
  hasChanges: false,
  deployment: { url: 'https://sallyport.example', kind: 'deployment' as const },
  startedAt: '2026-11-28T12:00:00.000Z',
  finishedAt: '2026-11-28T12:02:00.000Z',
  interrupted: false,
  claimsKnown: 1,
});

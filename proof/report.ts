import type { ClaimResult } from './claim.ts';
import type { Leftover } from './client/accounts.ts';
import { count, type Circumstances, type SigningKeyNote } from './manifest.ts';

/** What report.html and report.md show. */
export interface Report {
  readonly circumstances: Circumstances;
  readonly results: readonly ClaimResult[];
  readonly key: SigningKeyNote;
  readonly leftovers: readonly Leftover[];
  /** Files that contained a secret and were removed. */
  readonly withheld: readonly string[];
  /** The folder of the bundle, to quote evidence from. */
  readonly folder: string;
}

export interface Conclusion {
  readonly tone: 'good' | 'bad' | 'open';
  readonly headline: string;
  readonly sentence: string;
}

/** The verdict in words: a run is good only if every claim was shown. */
export function conclude({
  results,
  withheld,
  circumstances,
}: Pick<Report, 'results' | 'withheld' | 'circumstances'>): Conclusion {
  const { passed, failed, 'not-run': notRun } = count(results);
  const where = circumstances.deployment.url;
  if (failed > 0 || withheld.length > 0) {
    const what = failed > 0 ? `${plural(failed, 'claim')} did not hold` : 'Evidence held a secret';
    return {
      tone: 'bad',
      headline: what,
      sentence: `Of ${plural(results.length, 'claim')} about ${where}, ${failed} failed. The failed claims come first below, with what was seen.`,
    };
  }
  if (circumstances.interrupted) {
    return {
      tone: 'open',
      headline: 'The run was interrupted',
      sentence: `${plural(passed, 'claim')} of ${results.length} held at ${where} before that. The result of the others is unknown.`,
    };
  }
  if (passed === 0) {
    return {
      tone: 'open',
      headline: 'Nothing was shown',
      sentence: `None of ${plural(results.length, 'claim')} could be run against ${where}.`,
    };
  }
  if (notRun > 0) {
    return {
      tone: 'open',
      headline: `${plural(passed, 'claim')} shown, ${notRun} could not be run`,
      sentence: `Nothing failed at ${where}. The result of the ${notRun} that could not be run is unknown: they do not count as passed. The reasons are below.`,
    };
  }
  const leftOut = circumstances.claimsKnown - passed;
  if (leftOut > 0) {
    return {
      tone: 'open',
      headline: `${passed} of ${circumstances.claimsKnown} claims shown`,
      sentence: `The chosen claims held at ${where}. The other ${leftOut} were not chosen for this run.`,
    };
  }
  return {
    tone: 'good',
    headline: 'Every claim was shown',
    sentence: `All ${plural(passed, 'claim')} held at ${where}. Each is listed below with what was done and what was seen.`,
  };
}

function plural(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** Facts about the run that both reports show, as pairs of name and value. */
export function facts({
  circumstances,
  key,
  results,
}: Report): readonly (readonly [string, string])[] {
  const { commit, hasChanges, deployment, startedAt, finishedAt, version } = circumstances;
  const seconds = Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
  const kinds = {
    'own stack':
      'a stack started for this run: PostgreSQL, the built Worker in workerd, simulators of outside providers',
    'running stack': 'a stack that was already running on this machine',
    deployment: 'a deployment, over the network',
  } as const;
  return [
    ['Checked product', `${deployment.url} (${kinds[deployment.kind]})`],
    [
      'Version',
      `${version}, commit ${commit ?? 'unknown: no git clone'}${hasChanges ? ', with changes that are not committed' : ''}`,
    ],
    ['When', `${startedAt.slice(0, 19).replace('T', ' ')} UTC, ${seconds} seconds`],
    [
      'Checks',
      `${results.reduce((sum, { checks }) => sum + checks.length, 0)} sentences in ${plural(results.length, 'claim')}`,
    ],
    [
      'Signed by',
      key.throwAway
        ? `key ${key.kid}, made for this run and thrown away: it shows that nothing changed since, not who made it`
        : `key ${key.kid}`,
    ],
  ];
}

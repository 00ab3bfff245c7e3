import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { Accounts, type Leftover } from '../client/accounts.ts';
import { believesAddresses, type Deployment } from '../client/deployment.ts';
import { Redactor } from '../client/redactor.ts';
import { judge, type Attack, type Bound, type Field, type Verdict } from './attack.ts';
import { openRows } from './evidence.ts';
import { seededRandom } from './random.ts';
import { Tally, type Faults, type FirstBlock } from './tally.ts';

/** The result of one attack. */
export interface AttackReport {
  readonly attack: Attack;
  readonly verdict: Verdict;
  readonly tries: number;
  readonly evaluated: number;
  readonly successes: number;
  readonly bound: Bound | null;
  readonly firstBlock: FirstBlock | null;
  /** Trace ids of the first tries and the last one. */
  readonly traceIds: readonly string[];
  readonly rows: readonly string[];
  readonly notes: readonly string[];
  readonly milliseconds: number;
}

export interface RunReport {
  readonly seed: string;
  readonly beganAt: string;
  readonly endedAt: string;
  readonly appUrl: string;
  readonly attacks: readonly AttackReport[];
  /** Accounts that could not be removed. */
  readonly leftovers: readonly Leftover[];
}

export interface Campaign {
  readonly attacks: readonly Attack[];
  readonly deployment: Deployment;
  readonly seed: string;
  readonly size: 'full' | 'small';
  /** An attack without time left counts as not run, never as held; 100 seconds by default. */
  readonly mostMilliseconds?: number;
  /** Called when an attack ends. */
  readonly tell?: (report: AttackReport) => void;
}

const MOST_MILLISECONDS = 100_000;
const SHOWN_TRACES = 20;
const SHOWN_ROWS = 50;

/**
 * Throws an Error for a target that is not on this machine: no other deployment is attacked, not even
 * our own in production.
 */
export function refuseForeignTarget({ appUrl, ...places }: Deployment): void {
  const urls = [appUrl, places.neonUrl, places.twilioUrl, places.mailUrl, places.databaseUrl];
  for (const url of urls.filter((one) => one !== undefined)) {
    if (!URL.canParse(url) || !believesAddresses({ appUrl: url })) {
      throw new Error('Only a stack on this machine is attacked: every address must be loopback.');
    }
  }
}

/** Runs the attacks one after the other and removes every account afterwards. */
export async function runAttacks(campaign: Campaign): Promise<RunReport> {
  const { deployment, seed, mostMilliseconds = MOST_MILLISECONDS } = campaign;
  refuseForeignTarget(deployment);
  if (deployment.databaseUrl === undefined) {
    throw new Error('Without the database the gain of an attack cannot be counted.');
  }
  const { rows, end } = await openRows(deployment.databaseUrl);
  const redactor = new Redactor();
  const run = `attack-${randomBytes(4).toString('hex')}`;
  const accounts = new Accounts({ deployment, redactor, run });
  const beganAt = new Date();
  const reports: AttackReport[] = [];
  try {
    for (const attack of campaign.attacks) {
      const field: Field = {
        deployment,
        accounts,
        database: rows,
        random: seededRandom(seed, attack.id),
        size: (full, small) => (campaign.size === 'full' ? full : small),
      };
      const left = mostMilliseconds - (Date.now() - beganAt.getTime());
      const report = await runOne(attack, field, { left, hide: (text) => redactor.hide(text) });
      reports.push(report);
      campaign.tell?.(report);
    }
  } finally {
    await end();
  }
  const leftovers = await accounts.removeAll();
  const endedAt = new Date().toISOString();
  const { appUrl } = deployment;
  return { seed, beganAt: beganAt.toISOString(), endedAt, appUrl, attacks: reports, leftovers };
}

interface Limits {
  /** Milliseconds. */
  readonly left: number;
  readonly hide: (text: string) => string;
}

async function runOne(attack: Attack, field: Field, limits: Limits): Promise<AttackReport> {
  const tally = new Tally(attack.mostTries, attack.blocks);
  const beganAt = performance.now();
  const ended = new AbortController();
  const outOfTime = async (): Promise<never> => {
    await sleep(Math.max(0, limits.left), undefined, { signal: ended.signal });
    throw new Error('there was no time left');
  };
  const about = () => ({
    attack,
    tries: tally.tries.length,
    firstBlock: tally.firstBlock,
    traceIds: tracesOf(tally),
    milliseconds: Math.round(performance.now() - beganAt),
  });
  try {
    const outcome = await Promise.race([attack.run(field, tally), outOfTime()]);
    const { bound, evaluated, successes } = outcome;
    const { faults } = tally;
    const notes = [...outcome.notes, ...notesOn(faults)];
    const verdict = judge(outcome, faults);
    const rows = outcome.rows.slice(0, SHOWN_ROWS);
    return { ...about(), verdict, bound, evaluated, successes, notes, rows };
  } catch (error) {
    const reason = limits.hide(error instanceof Error ? error.message : String(error));
    const nothing = { bound: null, evaluated: 0, successes: 0, rows: [] };
    return { ...about(), ...nothing, verdict: 'not run', notes: [`Broke off: ${reason}`] };
  } finally {
    ended.abort();
  }
}

function notesOn({ broken, unavailable }: Faults): string[] {
  return [
    ...(broken > 0 ? [`${broken} answers are server errors.`] : []),
    ...(unavailable > 0 ? [`${unavailable} tries were refused with a 503, uncompared.`] : []),
  ];
}

function tracesOf({ tries }: Tally): string[] {
  const traces = tries.map(({ traceId }) => traceId);
  return traces.length > SHOWN_TRACES
    ? [...traces.slice(0, SHOWN_TRACES - 1), ...traces.slice(-1)]
    : traces;
}

/** Whether every attack was run and got no more than its bound. */
export function isRepelled({ attacks }: Pick<RunReport, 'attacks'>): boolean {
  return attacks.every(({ verdict }) => verdict === 'held');
}

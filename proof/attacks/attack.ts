import type { Accounts } from '../client/accounts.ts';
import type { Deployment } from '../client/deployment.ts';
import type { Rows } from './evidence.ts';
import type { SeededRandom } from './random.ts';
import type { Faults, Tally } from './tally.ts';

/** What an attack runs against. */
export interface Field {
  readonly deployment: Deployment;
  readonly accounts: Accounts;
  /** Queries as the owner of the database: they show what happened, whatever the answers said. */
  readonly database: Rows;
  readonly random: SeededRandom;
  /** Returns `full`, or `small` in a test. */
  readonly size: (full: number, small: number) => number;
}

/** The most that an attack may get. */
export interface Bound {
  /** Attempts that reached a comparison, or messages that were sent; null where no policy limits them. */
  readonly evaluated: number | null;
  /** What the attacker gained: sessions, changes, messages, or a difference that reveals an account. */
  readonly successes: number;
  /** The number of successes must be equal, not just at most: one right request must succeed. */
  readonly exactly: boolean;
}

export interface Outcome {
  readonly bound: Bound;
  readonly evaluated: number;
  readonly successes: number;
  /** Ids of rows in the audit trail, the ledger or other tables that show the result. */
  readonly rows: readonly string[];
  readonly notes: readonly string[];
}

export interface Attack {
  readonly id: string;
  /** What the attacker does, in one or two sentences. */
  readonly scenario: string;
  /** The policy the bound comes from, with its numbers. */
  readonly policy: string;
  /** How evaluated attempts are counted. */
  readonly countedBy: string;
  /** Error codes that mean a guard blocked the attempt. */
  readonly blocks: readonly string[];
  /** The attack never sends more. */
  readonly mostTries: number;
  run(field: Field, tally: Tally): Promise<Outcome>;
}

/** The attacker may gain nothing. */
export const nothingOf = (evaluated: number | null): Bound => ({
  evaluated,
  successes: 0,
  exactly: true,
});

/** Exactly one of the right requests must succeed. */
export const oneOf = (evaluated: number | null): Bound => ({
  evaluated,
  successes: 1,
  exactly: true,
});

/** `held`: the attack got no more than its bound. `broke through`: it got more. `not run`: the result is unknown. */
export type Verdict = 'held' | 'broke through' | 'not run';

/** A busy machine may refuse this share of the attempts with 503; the rest is still a valid result. */
const MOST_UNAVAILABLE = 0.25;

/**
 * The verdict on an outcome. It is `not run` when attempts could have been evaluated and none was, when
 * the product answered with an error of its own, or when it was unavailable for too many attempts.
 */
export function judge({ bound, evaluated, successes }: Outcome, faults: Faults): Verdict {
  const within = bound.evaluated === null || evaluated <= bound.evaluated;
  const got = bound.exactly ? successes === bound.successes : successes <= bound.successes;
  if (!within || !got) {
    return 'broke through';
  }
  const hasShown = bound.evaluated === 0 || evaluated > 0;
  const wasThere = faults.broken === 0 && faults.unavailable <= faults.of * MOST_UNAVAILABLE;
  return hasShown && wasThere ? 'held' : 'not run';
}

import type { Accounts } from '../client/accounts.ts';
import type { Deployment } from '../client/deployment.ts';
import type { Rows } from './evidence.ts';
import type { SeededRandom } from './random.ts';
import type { Faults, Tally } from './tally.ts';

/** Where an attack takes place. */
export interface Field {
  readonly deployment: Deployment;
  readonly accounts: Accounts;
  /** As the owner of the database: what really happened, whatever the answers said. */
  readonly database: Rows;
  readonly random: SeededRandom;
  /** `full`, or in a test `small`. */
  readonly size: (full: number, small: number) => number;
}

/** What an attack may get at most. */
export interface Bound {
  /** Tries that reached a comparison or left the house; null where no policy limits them. */
  readonly evaluated: number | null;
  /** What the attacker has won: sessions, changes, messages, a difference that tells. */
  readonly successes: number;
  /** The successes must be as many, not fewer: whoever is right must get through once. */
  readonly exactly: boolean;
}

export interface Outcome {
  readonly bound: Bound;
  readonly evaluated: number;
  readonly successes: number;
  /** Ids of rows in the audit trail, the ledger or other tables that bear it out. */
  readonly rows: readonly string[];
  readonly notes: readonly string[];
}

export interface Attack {
  readonly id: string;
  /** What the attacker wants and does, in one sentence. */
  readonly scenario: string;
  /** The policy the bound comes from, with its numbers. */
  readonly policy: string;
  /** How it is known what was evaluated. */
  readonly countedBy: string;
  /** Error codes that mean a guard stood in the way. */
  readonly blocks: readonly string[];
  /** More are not sent, whatever happens. */
  readonly mostTries: number;
  run(field: Field, tally: Tally): Promise<Outcome>;
}

/** Nothing at all may be won. */
export const nothingOf = (evaluated: number | null): Bound => ({
  evaluated,
  successes: 0,
  exactly: true,
});

/** Exactly one of those who are right wins. */
export const oneOf = (evaluated: number | null): Bound => ({
  evaluated,
  successes: 1,
  exactly: true,
});

/** `held`: got no more than its bound. `broke through`: got more. `not run`: nothing is known. */
export type Verdict = 'held' | 'broke through' | 'not run';

/** Of so many tries, a busy machine may refuse some with a 503 and the rest still show something. */
const MOST_UNAVAILABLE = 0.25;

/**
 * What an outcome comes to. An attack that may be evaluated and never was has shown nothing, and one
 * that was answered by a broken product, or mostly by one that was not there, neither.
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

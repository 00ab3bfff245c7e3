import type { Context } from './context.ts';

/** A condition of running a claim; see needs.ts. */
export type Need =
  | 'database'
  | 'keys'
  | 'logs'
  | 'objects'
  | 'simulators'
  | 'addresses'
  | 'own-stack'
  | 'browser'
  | 'git'
  | 'oathtool'
  | 'openssl';

interface Clause {
  readonly standard: string;
  readonly clause: string;
}

/** Sections of the report, in their order. */
export const groups = Object.freeze([
  'Secrets at rest',
  'What a client sees',
  'Limits',
  'Races and abuse',
  'Outside services',
  'The audit trail',
  'Sources and history',
  'Pages',
] as const);

/** A promise of the product, and how a running product is checked for it. */
export interface Claim {
  /** Lower case with hyphens: the name of its folder, and of `--only`. */
  readonly id: string;
  /** The promise, one sentence in the present. */
  readonly title: string;
  /** How it is shown, for a reader who does not program. */
  readonly shows: string;
  readonly group: (typeof groups)[number];
  readonly clauses: readonly Clause[];
  readonly needs: readonly Need[];
  /** Claims that must have passed before this one is run. */
  readonly dependsOn?: readonly string[];
  /**
   * `beside` others (the default), `alone` when it measures time or makes load, `last` when it searches
   * what all the others left.
   */
  readonly when?: 'beside' | 'alone' | 'last';
  /** Calls `check` at least once. A thrown error makes the claim fail. */
  run(context: Context): Promise<void>;
}

export type Verdict = 'passed' | 'failed' | 'not-run';

/** One sentence that was compared with what was seen. */
export interface Check {
  readonly sentence: string;
  readonly ok: boolean;
  /** What was seen, in a few words. */
  readonly seen: string;
}

export interface Evidence {
  /** Below the bundle: `claims/<id>/<file>`. */
  readonly path: string;
  readonly title: string;
  readonly kind: 'sql' | 'http' | 'text' | 'image';
}

export interface ClaimResult {
  readonly claim: Claim;
  readonly verdict: Verdict;
  /** Why it failed or could not be run; empty when it passed. */
  readonly why: string;
  /** The claim could not be run although this kind of run should be able to. */
  readonly isOwed: boolean;
  readonly checks: readonly Check[];
  readonly evidence: readonly Evidence[];
  readonly seconds: number;
  /** Why earlier attempts failed while the database or the limiter was unavailable. */
  readonly notCounted: readonly string[];
}

export function clause(standard: string, ...clauses: readonly string[]): Clause[] {
  return clauses.map((name) => ({ standard, clause: name }));
}

export const ASVS = 'OWASP ASVS 5.0';
export const NIST = 'NIST SP 800-63B-4';

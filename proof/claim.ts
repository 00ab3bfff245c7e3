import type { Context } from './context.ts';

/** Something a claim cannot be run without; see needs.ts. */
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

/** Something the product promises, and how it is shown on a running one. */
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
  /** Claims without which this one means nothing: it is not run unless they passed. */
  readonly dependsOn?: readonly string[];
  /**
   * `beside` others (the usual), `alone` when it measures time or makes load, `last` when it looks at
   * what all the others left.
   */
  readonly when?: 'beside' | 'alone' | 'last';
  /** Says `check` at least once. What it throws makes the claim fail: it was not shown. */
  run(context: Context): Promise<void>;
}

export type Verdict = 'passed' | 'failed' | 'not-run';

/** One sentence that was held against what was seen. */
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
  /** It could not be run though this run was expected to be able to. */
  readonly isOwed: boolean;
  readonly checks: readonly Check[];
  readonly evidence: readonly Evidence[];
  readonly seconds: number;
  /** Why earlier attempts failed, which met a database or a limiter that could not be asked. */
  readonly notCounted: readonly string[];
}

export function clause(standard: string, ...clauses: readonly string[]): Clause[] {
  return clauses.map((name) => ({ standard, clause: name }));
}

export const ASVS = 'OWASP ASVS 5.0';
export const NIST = 'NIST SP 800-63B-4';

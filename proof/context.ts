import pg from 'pg';

import type { Vars } from '../dev/dev-vars.ts';
import type { Check } from './claim.ts';
import { Accounts } from './client/accounts.ts';
import { ApiClient } from './client/api-client.ts';
import type { Deployment, DeploymentSecrets } from './client/deployment.ts';
import { startOwnStack, type OwnStack } from './client/own-stack.ts';
import type { Redactor } from './client/redactor.ts';
import { Transcript } from './client/transcript.ts';
import { asTable, EvidenceFolder } from './evidence.ts';

/** What all claims of a run share. */
export interface Run {
  readonly id: string;
  readonly deployment: Deployment;
  readonly built: string | null;
  readonly redactor: Redactor;
  readonly accounts: Accounts;
  readonly pool: pg.Pool | null;
  readonly signal: AbortSignal;
  /** Runs the Worker's scheduled work now; only of a stack that this run started. */
  readonly tick?: (() => Promise<void>) | undefined;
}

type Row = Record<string, unknown>;

/** What a claim can do: send requests as an anonymous client, read rows, write evidence, and check sentences. */
export class Context {
  readonly run: Run;
  readonly evidence: EvidenceFolder;
  readonly checks: Check[] = [];
  /** How many answers said that the database or the limiter was unavailable. */
  unavailable = 0;
  readonly #transcripts: { title: string; transcript: Transcript }[] = [];
  readonly #stacks: OwnStack[] = [];

  constructor(run: Run, evidence: EvidenceFolder) {
    this.run = run;
    this.evidence = evidence;
  }

  get deployment(): Deployment {
    return this.run.deployment;
  }

  get accounts(): Accounts {
    return this.run.accounts;
  }

  /** The secrets of a stack that this run started; a claim that uses them needs `keys`. */
  get secrets(): DeploymentSecrets {
    const { secrets } = this.run.deployment;
    if (!secrets) {
      throw new Error('the secrets of this deployment are not known');
    }
    return secrets;
  }

  /** Records whether a sentence is true, with what was seen; false makes the claim fail. */
  check(sentence: string, ok: boolean, seen = ''): void {
    this.checks.push({ sentence, ok, seen: this.run.redactor.hide(seen) });
  }

  /** Checks that two values are equal; both are shown when they are not. */
  checkEqual(sentence: string, seen: unknown, expected: unknown): void {
    const isSame = JSON.stringify(seen) === JSON.stringify(expected);
    this.check(
      sentence,
      isSame,
      isSame ? inWords(seen) : `${inWords(seen)} instead of ${inWords(expected)}`,
    );
  }

  /** A transcript that is written when the claim ends. */
  transcript(title: string): Transcript {
    const transcript = new Transcript(this.run.redactor);
    this.#transcripts.push({ title, transcript });
    return transcript;
  }

  /** A client with its own network address. */
  client(transcript?: Transcript, appUrl = this.deployment.appUrl): ApiClient {
    const { redactor } = this.run;
    const onUnavailable = () => {
      this.unavailable += 1;
    };
    return new ApiClient({
      deployment: { appUrl },
      redactor,
      onUnavailable,
      ...(transcript && { transcript }),
    });
  }

  /** Rows as the owner of the database sees them, not written as evidence. */
  async rows(query: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    if (!this.run.pool) {
      throw new Error('no database is known');
    }
    const { rows } = await this.run.pool.query<Row>(query, [...values]);
    return rows;
  }

  /** The rows, written as evidence: the query as it was sent, its values, and every row. */
  async sql(
    title: string,
    query: string,
    values: readonly unknown[] = [],
  ): Promise<readonly Row[]> {
    const rows = await this.rows(query, values);
    const given = values.map((value, index) => `-- $${index + 1} = ${JSON.stringify(value)}`);
    const lines = [dedent(query), ...given, '', asTable(rows), `(${rows.length} rows)`];
    this.evidence.text('query.sql.txt', { title, kind: 'sql' }, lines.join('\n'));
    return rows;
  }

  /** A second stack of the same build with other settings, ended with the claim. */
  async startStack(vars: Vars, healthy = true): Promise<Deployment> {
    const { built } = this.run;
    const own = await startOwnStack({ ...(built !== null && { built }), vars, healthy });
    this.#stacks.push(own);
    return own.deployment;
  }

  /** Throw-away accounts of a stack that ends with its claim. */
  accountsOf(deployment: Deployment): Accounts {
    return new Accounts({ deployment, redactor: this.run.redactor, run: this.run.id });
  }

  /** Writes the transcripts and stops the stacks that were started. */
  async close(): Promise<void> {
    for (const { title, transcript } of this.#transcripts) {
      if (transcript.exchanges.length > 0) {
        this.evidence.text('transcript.txt', { title, kind: 'http' }, transcript.toText());
      }
    }
    await Promise.all(this.#stacks.map(async (own) => await own.stop()));
  }
}

/** `401, TOKEN_CONSUMED`. */
function inWords(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map((item) => inWords(item)).join(', ');
  }
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

function dedent(query: string): string {
  const lines = query.split('\n').filter((line) => line.trim() !== '');
  const indents = lines.slice(1).map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const least = Math.min(...indents, 40);
  return lines.map((line, index) => (index === 0 ? line.trim() : line.slice(least))).join('\n');
}

import type { AuditRow } from './canonical.ts';
import type { Details } from './details.ts';

/** A seal as it was found. */
export interface Seal {
  readonly seq: number;
  readonly logId: string;
  /** When its row says it happened: UTC with microseconds. */
  readonly occurredAt: string;
  /** Null once its month was archived: a later row of the chain says so. */
  readonly canonical: string | null;
  readonly previousHash: string;
  readonly hash: string;
  /** The row it speaks of; null when there is none, left out where nobody looked (a file holds no rows). */
  readonly row?: AuditRow | null;
  /** What its text commits to (form 2); null or left out once erased, and where the text has it in clear. */
  readonly details?: Details | null;
}

/** What is wrong, and the first place where it shows. */
export interface Finding {
  readonly kind:
    | 'changed'
    | 'erased'
    | 'missing'
    | 'inserted'
    | 'reordered'
    | 'truncated'
    | 'rewritten'
    | 'broken'
    | 'head_forged';
  /** The seal's number; null for a row that has none. */
  readonly seq: number | null;
  /** The row's id, where one is known. */
  readonly logId: string | null;
  /** A sentence for a person. */
  readonly detail: string;
}

/** A row that is neither sealed nor waiting for it: it was put there past the triggers. */
export function insertedRow({ id, occurredAt }: Pick<AuditRow, 'id' | 'occurredAt'>): Finding {
  const detail = `A row of ${occurredAt} has no seal and does not wait for one.`;
  return { kind: 'inserted', seq: null, logId: id, detail };
}

/** A row that waits and is not there: it was taken away before it was sealed. */
export function vanishedRow({ id, occurredAt }: Pick<AuditRow, 'id' | 'occurredAt'>): Finding {
  const detail = `A row of ${occurredAt} is gone; it still waited for its seal.`;
  return { kind: 'missing', seq: null, logId: id, detail };
}

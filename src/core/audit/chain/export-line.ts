import * as z from 'zod/mini';

import { isHash } from './chain-hash.ts';
import type { Details } from './details.ts';
import type { Seal } from './finding.ts';

/** One line of an export (NDJSON): a seal with everything that is needed to check it offline. */
interface ExportLine {
  readonly seq: number;
  readonly log_id: string;
  readonly occurred_at: string;
  readonly previous_hash: string;
  readonly hash: string;
  /** The row itself, as the text that was sealed. */
  readonly canonical: string | null;
  /** What the text commits to; null once erased, and where the text has it in clear (form 1). */
  readonly details: LineDetails | null;
}

const LineDetails = z.object({ salt: z.string(), ip: z.string(), user_agent: z.string() });
type LineDetails = Readonly<z.infer<typeof LineDetails>>;

/** The line of a seal, without its line feed. */
export function writeLine({ seq, logId, occurredAt, canonical, details, ...seal }: Seal): string {
  const line: ExportLine = {
    seq,
    log_id: logId,
    occurred_at: occurredAt,
    previous_hash: seal.previousHash,
    hash: seal.hash,
    canonical,
    details: details ? { salt: details.salt, ip: details.ip, user_agent: details.userAgent } : null,
  };
  return JSON.stringify(line);
}

/** The seal of a line; null when it is none. A file holds no rows beside what was sealed. */
export function readLine(text: string): Seal | null {
  const line = asRecord(text);
  const { seq, log_id: logId, occurred_at: occurredAt, hash, canonical } = line;
  const previousHash = line['previous_hash'];
  const details = readDetails(line.details);
  return typeof seq === 'number' &&
    Number.isSafeInteger(seq) &&
    isText(logId) &&
    isText(occurredAt) &&
    isHash(previousHash) &&
    isHash(hash) &&
    (canonical === null || isText(canonical)) &&
    details !== undefined
    ? { seq, logId, occurredAt, previousHash, hash, canonical, details }
    : null;
}

/** Undefined when they are none. Files written before there were any have no such member. */
function readDetails(value: unknown): Details | null | undefined {
  if (value === null || value === undefined) {
    return null;
  }
  const { data } = LineDetails.safeParse(value);
  return data && { salt: data.salt, ip: data.ip, userAgent: data.user_agent };
}

const isText = (value: unknown): value is string => typeof value === 'string';

function asRecord(text: string): Partial<Record<keyof ExportLine, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

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
}

/** The line of a seal, without its line feed. */
export function writeLine({ seq, logId, occurredAt, previousHash, hash, canonical }: Seal): string {
  const line: ExportLine = {
    seq,
    log_id: logId,
    occurred_at: occurredAt,
    previous_hash: previousHash,
    hash,
    canonical,
  };
  return JSON.stringify(line);
}

/** The seal of a line; null when it is none. A file holds no rows beside what was sealed. */
export function readLine(text: string): Seal | null {
  const line = asRecord(text);
  const { seq, log_id: logId, occurred_at: occurredAt, hash, canonical } = line;
  const previousHash = line['previous_hash'];
  return typeof seq === 'number' &&
    Number.isSafeInteger(seq) &&
    isText(logId) &&
    isText(occurredAt) &&
    isHash(previousHash) &&
    isHash(hash) &&
    (canonical === null || isText(canonical))
    ? { seq, logId, occurredAt, previousHash, hash, canonical }
    : null;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isHash = (value: unknown): value is string => isText(value) && /^[0-9a-f]{64}$/.test(value);

function asRecord(text: string): Partial<Record<keyof ExportLine, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

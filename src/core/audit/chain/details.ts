import type { AuditRow } from './canonical.ts';
import { bytesOfHash, sha256 } from './chain-hash.ts';

/** What of a row is personal, and what makes its commitment impossible to guess. */
export interface Details {
  /** 32 random bytes, hex. */
  readonly salt: string;
  readonly ip: string;
  readonly userAgent: string;
}

/**
 * `SHA-256(salt ‖ {"ip":…,"user_agent":…})` in hex: what is sealed in place of the details. Without the
 * salt nobody can try out addresses against it. Throws a RangeError for a salt that is not 32 bytes.
 */
export async function commitmentOf({ salt, ip, userAgent }: Details): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify({ ip, user_agent: userAgent }));
  const before = bytesOfHash(salt);
  const bytes = new Uint8Array(before.length + text.length);
  bytes.set(before);
  bytes.set(text, before.length);
  return await sha256(bytes);
}

/** The details of a row; null once they were erased, or when it has no salt and never had. */
export function detailsOf({ salt, ip, userAgent }: AuditRow): Details | null {
  return salt === null ? null : { salt, ip, userAgent };
}

/** A row that has lost its salt says nothing else any more: these words were put there by the database. */
export function hasErasedWords({ ip, userAgent }: AuditRow): boolean {
  return ip === 'erased' && userAgent === '';
}

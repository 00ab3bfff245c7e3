import { randomUUID } from 'node:crypto';

import { readEnd } from '../../src/core/audit/chain/export-end.ts';
import type { ownerDatabase } from './stack.ts';

/** Events of one actor that nothing else has, each a millisecond older than the one before. */
export async function writeEvents(
  database: ReturnType<typeof ownerDatabase>,
  count: number,
  { userAgent = 'made', actorId = randomUUID() }: { userAgent?: string; actorId?: string } = {},
): Promise<string> {
  await database.rows(
    `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id,
       target_type, target_id, ip, user_agent, trace_id, metadata)
     select gen_random_uuid(), now() - interval '1 second' - n / 3 * interval '1 millisecond',
       'user.signed_in', 'success', 'user', $2::uuid, 'user', $2::uuid, '198.51.100.7', $3::text,
       md5($2::text || n::text), jsonb_build_object('n', n)
     from generate_series(1, $1::int) n`,
    [count, actorId, userAgent],
  );
  return actorId;
}

/** A whole export without its last line. Throws an Error when it has none. */
export function withoutEnd(text: string): string {
  const before = text.lastIndexOf('\n', text.length - 2) + 1;
  if (!readEnd(text.slice(before))) {
    throw new Error('the file has no end');
  }
  return text.slice(0, before);
}

/** The cells of a CSV file in quotes (RFC 4180), line by line. */
export function cellsOf(csv: string): string[][] {
  const lines: string[][] = [[]];
  for (const [whole, cell = '', end] of csv.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
    lines.at(-1)?.push(cell.replaceAll('""', '"'));
    if (end === '\r\n') {
      lines.push([]);
    }
    if (whole.length === 0) {
      throw new Error('an empty match');
    }
  }
  return lines.filter((line) => line.length > 0);
}

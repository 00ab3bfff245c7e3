import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { readEnd } from '../src/core/audit/chain/export-end.ts';
import type { Enrolled } from './client/accounts.ts';
import type { Rows } from './attacks/evidence.ts';

export const exportFormats = ['csv', 'ndjson', 'chain'] as const;

/** More pages than can be read between two queries of the database. */
const ROWS = 12_000;

/** Adds events of an invented actor, so that a file is long; returns the actor's id. */
export async function fillTrail(rows: Rows): Promise<string> {
  const actor = randomUUID();
  await rows(
    `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id,
       target_type, ip, user_agent, trace_id)
     select gen_random_uuid(), now() - interval '1 second' - n * interval '1 millisecond',
       'user.signed_in', 'success', 'user', $2::uuid, 'user', '198.51.100.7', 'proof', md5(n::text)
     from generate_series(1, $1::int) n`,
    [ROWS, actor],
  );
  return actor;
}

/** Gives a person the role ADMIN and a session with both factors, as the owner of the database. */
export async function makeAdmin(rows: Rows, { id }: Pick<Enrolled, 'id'>): Promise<void> {
  await rows(`update users set roles = '{USER,ADMIN}' where id = $1`, [id]);
  await rows(`update auth_sessions set method = 'totp' where user_id = $1`, [id]);
}

/** What reached the reader of an export. */
export interface Arrived {
  /** 0 when the transfer broke off. */
  readonly status: number;
  readonly traceId: string;
  readonly text: string;
  /** The content of the last line; null without one. */
  readonly end: ReturnType<typeof readEnd>;
}

/** Requests a file as a program does, and runs `meanwhile` once the export has begun. */
export async function exportFile(
  { client, id }: Pick<Enrolled, 'client' | 'id'>,
  query: string,
  rows: Rows,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<Arrived> {
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const asked = fetch(`${client.appUrl}/api/admin/audit-logs/export?${query}`, {
    headers: { cookie, 'cf-connecting-ip': client.address },
  }).then(arrive);
  await untilRecorded(rows, id);
  await meanwhile();
  return await asked;
}

async function arrive(response: Response): Promise<Arrived> {
  const traceId = response.headers.get('x-trace-id') ?? '';
  try {
    const text = await response.text();
    const end = readEnd(text.slice(text.lastIndexOf('\n', text.length - 2) + 1));
    return { status: response.status, traceId, text, end };
  } catch {
    return { status: 0, traceId, text: '', end: null }; // fewer bytes arrived than were announced
  }
}

const DEADLINE_MILLISECONDS = 10_000;

async function untilRecorded(rows: Rows, id: string): Promise<void> {
  const begun = Date.now();
  while (Date.now() - begun < DEADLINE_MILLISECONDS) {
    const found = await rows(
      `select 1 from security_audit_logs where actor_id = $1 and action = 'audit.exported'`,
      [id],
    );
    if (found.length > 0) {
      return;
    }
    await sleep(2);
  }
}

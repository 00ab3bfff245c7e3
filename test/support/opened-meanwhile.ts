import { randomBytes, randomUUID } from 'node:crypto';

import type { Answer } from './client.ts';
import type { ownerDatabase } from './stack.ts';

/** Runs a statement in the transaction that holds the person's row. */
type Query = (text: string, values: unknown[]) => Promise<unknown>;

/** The ids of what was opened, and of nothing else. */
export interface Opened {
  readonly session: string;
  readonly device: string;
  readonly tempToken: string;
  readonly backupCode: string;
}

export type Ends = 'session' | 'device' | 'trust' | 'tempToken' | 'backupCode';

const newHash = () => randomBytes(32).toString('hex');

/**
 * A session, a trusted browser, a temp token and a set of one backup code of the person, as sign-ins and a new set leave
 * them; `deviceId` is that of the session.
 */
export async function openFor(
  personId: string,
  query: Query,
  deviceId: string | null = null,
): Promise<Opened> {
  const opened = {
    session: randomUUID(),
    device: randomUUID(),
    tempToken: randomUUID(),
    backupCode: randomUUID(),
  };
  await query(
    `insert into auth_devices (id, user_id, created_at, last_seen_at, expires_at, ip, user_agent,
       trust_hash, trusted_until)
     values ($1, $2, now(), now(), now() + interval '90 days', 'unknown', '', $3,
       now() + interval '30 days')`,
    [opened.device, personId, newHash()],
  );
  await query(
    `insert into auth_sessions (id, user_id, token_hash, method, created_at, authenticated_at,
       last_seen_at, expires_at, ip, user_agent, device_id)
     values ($1, $2, $3, 'password', now(), now(), now(), now() + interval '1 day', 'unknown', '', $4)`,
    [opened.session, personId, newHash(), deviceId ?? opened.device],
  );
  await query(
    `insert into auth_temp_tokens (id, user_id, token_hash, purpose, created_at, expires_at, ip,
       user_agent)
     values ($1, $2, $3, 'second_factor', now(), now() + interval '5 minutes', 'unknown', '')`,
    [opened.tempToken, personId, newHash()],
  );
  await query(
    `insert into backup_codes (id, user_id, set_id, selector, code_hash, created_at)
     values ($1, $2, gen_random_uuid(), 'Z2Z', '$argon2id$nobody-has-it', now())`,
    [opened.backupCode, personId],
  );
  return opened;
}

interface Rows {
  rows<Row extends Record<string, unknown>>(text: string, values: unknown[]): Promise<Row[]>;
}

/** Which of what was opened has ended. */
export async function endedOf(database: Rows, opened: Opened): Promise<Ends[]> {
  const [row] = await database.rows<{ ended: Ends[] }>(
    `select array_remove(array[
       case when s.revoked_at is not null then 'session' end,
       case when d.revoked_at is not null then 'device' end,
       case when d.revoked_at is not null or d.trust_hash is null then 'trust' end,
       case when t.consumed_at is not null then 'tempToken' end,
       case when not exists (select from backup_codes b where b.id = $4) then 'backupCode' end],
       null) as ended
     from auth_sessions s, auth_devices d, auth_temp_tokens t
     where s.id = $1 and d.id = $2 and t.id = $3`,
    [opened.session, opened.device, opened.tempToken, opened.backupCode],
  );
  return row?.ended ?? [];
}

/** Somebody, and a request that waits for their row. */
export interface Waiting {
  readonly person: { readonly id: string };
  readonly act: () => Promise<Answer>;
  /** The browser of the session that is opened meanwhile; a new one when left out. */
  readonly deviceId?: string | undefined;
}

/** Holds the person's row until the act waits for it, and opens things for them before it goes on. */
export async function openWhileWaiting(
  database: ReturnType<typeof ownerDatabase>,
  { person, act, deviceId }: Waiting,
) {
  const holder = await database.hold('select 1 from users where id = $1 for no key update', [
    person.id,
  ]);
  const answer = act();
  await database.untilSomebodyWaits();
  const opened = await openFor(person.id, holder.query, deviceId);
  await holder.release();
  return { answer: await answer, opened };
}

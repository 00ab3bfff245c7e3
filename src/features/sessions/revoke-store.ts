import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import { forgetDevices } from '../../core/devices/trust.ts';
import { endSessions, endSessionsIn } from '../../core/sessions/store.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';

interface Owned {
  readonly userId: string;
  readonly id: string;
}

/** The CTE `person`: their row is locked first, so that two endings wait for each other instead of meeting crosswise. */
function heldPerson(userId: string): Sql {
  return sql`person as (
      select id as user_id from users where id = ${userId}::uuid for no key update
    )`;
}

/** True when the session was alive, the person's, and ended by this request; its browser is forgotten. */
export async function endOneSession(
  db: Db,
  { userId, id }: Owned,
  occurred: Occurrence,
): Promise<boolean> {
  const now = occurred.at.toISOString();
  const rows = await db.query(sql`
    with ${heldPerson(userId)},
    revoked as (
      update auth_sessions s set revoked_at = ${now}::timestamptz
      from person where s.id = ${id}::uuid and s.user_id = person.user_id and s.revoked_at is null
      returning s.user_id, s.device_id
    ), forgotten as (
      update auth_devices d set revoked_at = ${now}::timestamptz
      from revoked where d.id = revoked.device_id and d.user_id = revoked.user_id
        and d.revoked_at is null
    ), audited as (
      ${appendAudit(sql`revoked`, occurred, {
        action: 'session.revoked',
        outcome: 'success',
        userId: sql`revoked.user_id`,
        metadata: sql`jsonb_build_object('session_id', ${id}::text)`,
      })}
    )
    select user_id from revoked`);
  return rows.length === 1;
}

/** True when the browser was remembered and forgotten by this request; its sessions end. */
export async function endDevice(
  db: Db,
  { userId, id }: Owned,
  occurred: Occurrence,
): Promise<boolean> {
  const now = occurred.at.toISOString();
  const rows = await db.query(sql`
    with ${heldPerson(userId)},
    forgotten as (
      update auth_devices d set revoked_at = ${now}::timestamptz
      from person where d.id = ${id}::uuid and d.user_id = person.user_id and d.revoked_at is null
      returning d.id, d.user_id
    ), ended as (
      select forgotten.user_id, ${endSessionsIn(sql`forgotten`, occurred.at)} from forgotten
    ), audited as (
      ${appendAudit(sql`ended`, occurred, {
        action: 'device.revoked',
        outcome: 'success',
        userId: sql`ended.user_id`,
        metadata: sql`jsonb_build_object('device_id', ${id}::text)`,
      })}
    )
    select id from forgotten`);
  return rows.length === 1;
}

/** True when the browser was trusted and is not any more by this request. */
export async function endTrustOfOne(
  db: Db,
  { userId, id }: Owned,
  occurred: Occurrence,
): Promise<boolean> {
  const rows = await db.query(sql`
    with ${heldPerson(userId)},
    untrusted as (
      update auth_devices d set trust_hash = null, trusted_until = null
      from person where d.id = ${id}::uuid and d.user_id = person.user_id
        and d.revoked_at is null and d.trust_hash is not null
      returning d.user_id
    ), audited as (
      ${appendAudit(sql`untrusted`, occurred, {
        action: 'device.trust_ended',
        outcome: 'success',
        userId: sql`untrusted.user_id`,
        metadata: sql`jsonb_build_object('device_id', ${id}::text)`,
      })}
    )
    select user_id from untrusted`);
  return rows.length === 1;
}

interface Ending {
  readonly userId: string;
  readonly keptSessionId: string | null;
  readonly keptDeviceId: string | null;
}

/** How many sessions this request ended; all other browsers of the person are forgotten with them. */
export async function endManySessions(
  db: Db,
  { userId, keptSessionId, keptDeviceId }: Ending,
  occurred: Occurrence,
): Promise<number> {
  const [row] = await db.query<{ readonly revoked: number }>(sql`
    with ${heldPerson(userId)},
    ended as (
      select person.user_id, ${endSessions(sql`person`, occurred.at, keptSessionId)} as sessions,
        ${forgetDevices(sql`person`, occurred.at, keptDeviceId)} as devices
      from person
    ), effective as (
      select ended.user_id from ended where ended.sessions > 0 or ended.devices > 0
    ), audited as (
      ${appendAudit(sql`effective`, occurred, {
        action: 'session.revoked',
        outcome: 'success',
        userId: sql`effective.user_id`,
        metadata: sql`jsonb_build_object('sessions', (select ended.sessions from ended))`,
      })}
    )
    select ended.sessions as revoked from ended`);
  return row?.revoked ?? 0;
}

import type { Occurrence } from '../../core/audit/audit.ts';
import { deviceLimits } from '../../core/devices/limits.ts';
import { addSeconds } from '../../platform/clock.ts';
import type { DeviceCookie } from '../../core/devices/device-cookie.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';

/**
 * Whether the device is remembered for the user of `users as u`: a boolean expression. Null for
 * `deviceId` asks in vain at the same cost.
 */
export function isRemembered(deviceId: string | null, now: Date): Sql {
  return sql`exists (
    select from auth_devices d
    where d.id = ${deviceId}::uuid and d.user_id = u.id and d.revoked_at is null
      and d.expires_at > ${now.toISOString()}::timestamptz
  )`;
}

/**
 * A browser to remember, and the hash of its secret when its owner just chose to trust it. A browser
 * that had to show a code, and was not chosen, is trusted no more.
 */
interface Remembering {
  readonly deviceId: string;
  readonly trustHash?: string | null;
}

/** The body of a CTE that remembers the device for the `user_id` of `opened`, for ninety days from now. */
export function rememberDevice(
  opened: Sql,
  { deviceId, trustHash = null }: Remembering,
  { at, caller }: Occurrence,
): Sql {
  const now = at.toISOString();
  const expiresAt = addSeconds(at, deviceLimits.lifetimeSeconds).toISOString();
  const trustedUntil = trustHash && addSeconds(at, deviceLimits.trustSeconds).toISOString();
  return sql`
    insert into auth_devices (id, user_id, created_at, last_seen_at, expires_at, ip, user_agent,
      place, trust_hash, trusted_until)
    select ${deviceId}::uuid, ${opened}.user_id, ${now}::timestamptz, ${now}::timestamptz,
      ${expiresAt}::timestamptz, ${caller.ip}, ${caller.userAgent}, ${caller.place}, ${trustHash},
      ${trustedUntil}::timestamptz
    from ${opened}
    on conflict (id, user_id) do update
    set last_seen_at = excluded.last_seen_at, expires_at = excluded.expires_at, ip = excluded.ip,
      user_agent = excluded.user_agent, place = excluded.place,
      trust_hash = excluded.trust_hash, trusted_until = excluded.trusted_until
    where auth_devices.revoked_at is null`;
}

/** A browser at a door: its cookie, and whether that was found to be genuine and alive for the account. */
export interface RecognisedDevice {
  readonly cookie: DeviceCookie | null;
  /** The tag for the account is ours. */
  readonly claimed: boolean;
  /** Claimed, and the row behind it is alive. */
  readonly remembered: boolean;
}

/**
 * The id under which the browser is remembered after a sign-in. One whose row for this account was
 * revoked or has expired gets a new id; one that only knows other accounts keeps its own.
 */
export function deviceIdFor({ cookie, claimed, remembered }: RecognisedDevice, newId: string) {
  return cookie && (remembered || !claimed) ? cookie.id : newId;
}

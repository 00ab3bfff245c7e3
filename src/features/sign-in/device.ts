import type { Occurrence } from '../../core/audit/audit.ts';
import { deviceLimits } from '../../core/devices/limits.ts';
import { addSeconds } from '../../platform/clock.ts';
import type { DeviceCookie } from '../../core/devices/device-cookie.ts';
import { fixed, sql, type Sql } from '../../platform/db/sql.ts';
import { assign, columnsOf, insertFrom } from '../../platform/db/table.ts';
import { devices } from '../../core/devices/tables.ts';

const d = columnsOf(devices, 'd');

/** What a browser that is known already takes from the row that was to be inserted. */
const { last_seen_at, expires_at, ip, user_agent, place, trust_hash, trusted_until } = columnsOf(
  devices,
  'excluded',
);
const seenAgain = fixed(
  assign(devices, { last_seen_at, expires_at, ip, user_agent, place, trust_hash, trusted_until }),
);

/**
 * Whether the device is remembered for the user of `users as u`: a boolean expression. Null for
 * `deviceId` asks in vain at the same cost.
 */
export function isRemembered(deviceId: string | null, now: Date): Sql {
  return sql`exists (
    select from ${devices} d
    where ${d.id} = ${deviceId}::uuid and ${d.user_id} = u.id and ${d.revoked_at} is null
      and ${d.expires_at} > ${now.toISOString()}::timestamptz
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
  { at, client }: Occurrence,
): Sql {
  const row = {
    id: deviceId,
    user_id: sql`${opened}.user_id`,
    created_at: at,
    last_seen_at: at,
    expires_at: addSeconds(at, deviceLimits.lifetimeSeconds),
    ip: client.ip,
    user_agent: client.userAgent,
    place: client.place,
    trust_hash: trustHash,
    trusted_until: trustHash && addSeconds(at, deviceLimits.trustSeconds),
  };
  return sql`${insertFrom(devices, row, opened)}
    on conflict (id, user_id) do update set ${seenAgain} where ${devices.revoked_at} is null`;
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

import type { Occurrence } from '../audit/audit.ts';
import { deviceLimits } from './limits.ts';
import { addSeconds } from '../../platform/clock.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { cte, type Cte } from '../../platform/db/statement.ts';
import { assign, columnsOf, insertFrom } from '../../platform/db/table.ts';
import { devices, trustTokens } from './tables.ts';

const d = columnsOf(devices, 'd');
const o = columnsOf(trustTokens, 'o');

/** How a shown secret stands to the browser's row: its current one, one that was used before, or neither. */
export type Trust = 'trusted' | 'copied' | 'none';

/**
 * How the shown secret stands for the user of `users as u`, as text. One that was exchanged is a race
 * between two tabs for a moment, and a copy in somebody else's hands after it, however long ago.
 */
export function trustOf(deviceId: string | null, trustHash: string | null, now: Date): Sql {
  const at = now.toISOString();
  const graceStart = addSeconds(now, -deviceLimits.trustGraceSeconds).toISOString();
  return sql`coalesce((
    select case
      when ${d.trust_hash} = ${trustHash} then 'trusted'
      when exists (select from ${trustTokens} o where ${o.token_hash} = ${trustHash}
        and ${o.device_id} = ${d.id} and ${o.user_id} = ${d.user_id}
        and ${o.replaced_at} <= ${graceStart}::timestamptz) then 'copied'
      end
    from ${devices} d
    where ${d.id} = ${deviceId}::uuid and ${d.user_id} = u.id and ${d.revoked_at} is null
      and ${d.trusted_until} > ${at}::timestamptz
  ), 'none')`;
}

interface Exchange {
  readonly deviceId: string;
  readonly shownHash: string;
  readonly nextHash: string;
}

/** `exchanged`: the secret is another one for the `user_id` of `source`; no row when it was used already. And `usedUp`, which keeps the old one. */
export function exchangeTrust(
  source: Sql,
  { deviceId, shownHash, nextHash }: Exchange,
  { at }: Occurrence,
): { readonly exchanged: Cte; readonly usedUp: Cte } {
  const exchanged = cte(
    'exchanged',
    sql`update ${devices} d set ${assign(devices, { trust_hash: nextHash })}
      from ${source}
      where ${d.id} = ${deviceId}::uuid and ${d.user_id} = ${source}.user_id and ${d.revoked_at} is null
        and ${d.trust_hash} = ${shownHash} and ${d.trusted_until} > ${at.toISOString()}::timestamptz
      returning ${d.id}, ${d.user_id}`,
  );
  const spent = {
    token_hash: shownHash,
    device_id: sql`${exchanged}.id`,
    user_id: sql`${exchanged}.user_id`,
    replaced_at: at,
  };
  return { exchanged, usedUp: cte('used_up', insertFrom(trustTokens, spent, exchanged)) };
}

/** A number over `source`, to be read (`endSessions`): how many browsers of its `user_id` it ends the trust in. */
export function endTrust(source: Sql): Sql {
  return sql`end_trust(${source}.user_id)`;
}

/** A number over `source`, to be read: how many browsers of its `user_id` it forgets; all of them, or all but one. */
export function forgetDevices(source: Sql, at: Date, keptDeviceId: string | null = null): Sql {
  return sql`forget_devices(${source}.user_id, ${at.toISOString()}::timestamptz, ${keptDeviceId}::uuid)`;
}

/**
 * A number over `source`, to be read. After it the browser of the session `keptSessionId` is the only one that the
 * `user_id` of `source` has, and stands for no second factor: a browser that signed in elsewhere is
 * counted with everybody else.
 */
export function forgetOtherDevices(source: Sql, at: Date, keptSessionId: string): Sql {
  return sql`forget_devices(${source}.user_id, ${at.toISOString()}::timestamptz,
      (select s.device_id from auth_sessions s where s.id = ${keptSessionId}::uuid)) + ${endTrust(source)}`;
}

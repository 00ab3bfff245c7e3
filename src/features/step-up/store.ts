import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import type { FactorProof } from '../../core/factors/check-factor.ts';
import { spendFactor, unspentFactor } from '../../core/factors/spend-factor.ts';
import { whereaboutsOf } from '../../core/sessions/binding.ts';
import { sql, type Db } from '../../platform/db/db.ts';

interface ConfirmationRow {
  readonly confirmed: boolean;
  readonly session_ended: boolean;
}

/** One statement: the code is spent, the session fresh again and at home where it was confirmed, and the record written, or none of it. */
export async function confirmSession(
  db: Db,
  sessionId: string,
  proof: FactorProof | null,
  occurred: Occurrence,
): Promise<'confirmed' | 'session_ended' | 'factor_spent'> {
  const now = occurred.at.toISOString();
  const { network, browser } = whereaboutsOf(occurred.caller);
  const method = proof ? proof.method : null;
  const unspent = proof
    ? unspentFactor(sql`held`, proof)
    : sql`select held.user_id from held where not held.two_factor_enabled`;
  const spent = proof ? spendFactor(sql`won`, proof, occurred.at) : sql`select from won`;
  const [row] = await db.query<ConfirmationRow>(sql`
    with held as (
      select u.id as user_id, u.two_factor_enabled, u.two_factor_last_step,
        u.two_factor_secret_encrypted,
        s.id as session_id, s.revoked_at
      from users u join auth_sessions s on s.user_id = u.id
      where s.id = ${sessionId}::uuid
      for no key update of u, s
    ), unspent as (${unspent}
    ), won as (
      select held.user_id, held.session_id from held join unspent using (user_id)
      where held.revoked_at is null
    ), spent as (${spent}
    ), confirmed as (
      update auth_sessions s set authenticated_at = ${now}::timestamptz, network = ${network},
        browser = ${browser}, moved_to = null, moved_at = null,
        method = coalesce(${method}::text, s.method)
      from won where s.id = won.session_id
      returning s.user_id
    ), audited as (
      ${appendAudit(sql`confirmed`, occurred, {
        action: 'user.reauthenticated',
        outcome: 'success',
        userId: sql`confirmed.user_id`,
        metadata: sql`jsonb_build_object('method', coalesce(${method}::text, 'password'),
          'session_id', ${sessionId}::text)`,
      })}
    )
    select exists (select from confirmed) as confirmed, held.revoked_at is not null as session_ended
    from held`);
  if (row?.confirmed) {
    return 'confirmed';
  }
  return !row || row.session_ended ? 'session_ended' : 'factor_spent';
}

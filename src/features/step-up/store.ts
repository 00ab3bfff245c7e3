import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import type { FactorProof } from '../../core/factors/check-factor.ts';
import { factorColumns, spendFactor, unspentIfAny } from '../../core/factors/spend-factor.ts';
import { whereaboutsOf } from '../../core/sessions/binding.ts';
import { heldSession, outcomeOf, type ActOutcome } from '../../core/sessions/hold-session.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

/** One statement: the code is spent, the session fresh again and at home where it was confirmed, and the record written, or none of it. Lost when the code was spent. */
export async function confirmSession(
  db: Db,
  sessionId: string,
  proof: FactorProof | null,
  occurred: Occurrence,
): Promise<ActOutcome> {
  const now = occurred.at.toISOString();
  const { network, browser } = whereaboutsOf(occurred.caller);
  const method = proof ? proof.method : null;
  const spent = proof ? spendFactor(sql`won`, proof, occurred.at) : sql`select from won`;
  const [row] = await db.query<{ readonly done: boolean }>(sql`
    with held as (${heldSession(sessionId, factorColumns)}
    ), won as (${unspentIfAny(sql`held`, proof)}
    ), spent as (${spent}
    ), confirmed as (
      update auth_sessions s set authenticated_at = ${now}::timestamptz, network = ${network},
        browser = ${browser}, moved_to = null, moved_at = null,
        method = coalesce(${method}::text, s.method)
      from won where s.id = ${sessionId}::uuid and s.user_id = won.user_id
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
    select exists (select from confirmed) as done from held`);
  return outcomeOf(row);
}

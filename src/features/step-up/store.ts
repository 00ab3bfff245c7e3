import { appendAudit, type Occurrence } from '../../core/audit/audit.ts';
import type { FactorProof } from '../../core/factors/check-factor.ts';
import { factorColumns, spendFactor, unspentIfAny } from '../../core/factors/spend-factor.ts';
import type { Whereabouts } from '../../core/sessions/binding.ts';
import { heldSession, outcomeOf, type ActOutcome } from '../../core/sessions/hold-session.ts';
import type { Db } from '../../platform/db/db.ts';
import { sessions } from '../../core/sessions/tables.ts';
import { sql } from '../../platform/db/sql.ts';
import { cte, statement } from '../../platform/db/statement.ts';
import { assign } from '../../platform/db/table.ts';

interface Confirmation {
  readonly sessionId: string;
  /** Null for somebody without a second factor. */
  readonly proof: FactorProof | null;
  readonly whereabouts: Whereabouts;
}

/** One statement: the code is spent, the session fresh again and at home where it was confirmed, and the record written, or none of it. Lost when the code was spent. */
export async function confirmSession(
  db: Db,
  { sessionId, proof, whereabouts }: Confirmation,
  occurred: Occurrence,
): Promise<ActOutcome> {
  const method = proof ? proof.method : null;
  const held = cte('held', heldSession(sessionId, factorColumns));
  const won = cte('won', unspentIfAny(held, proof));
  const spent = proof && cte('spent', spendFactor(won, proof, occurred.at));
  const home = assign(sessions, {
    authenticated_at: occurred.at,
    ...whereabouts,
    moved_to: null,
    moved_at: null,
    method: sql`coalesce(${method}::text, ${sessions.method})`,
  });
  const confirmed = cte(
    'confirmed',
    sql`update ${sessions} set ${home} from ${won}
      where ${sessions.id} = ${sessionId}::uuid and ${sessions.user_id} = ${won}.user_id
      returning ${sessions.user_id}`,
  );
  const audited = cte(
    'audited',
    appendAudit(confirmed, occurred, {
      action: 'user.reauthenticated',
      outcome: 'success',
      userId: sql`${confirmed}.user_id`,
      metadata: sql`jsonb_build_object('method', coalesce(${method}::text, 'password'),
        'session_id', ${sessionId}::text)`,
    }),
  );
  const [row] = await db.query<{ readonly done: boolean }>(
    statement(
      [held, won, spent, confirmed, audited],
      sql`select exists (select from ${confirmed}) as done from ${held}`,
    ),
  );
  return outcomeOf(row);
}

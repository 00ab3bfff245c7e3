import type { Clock } from '../../platform/clock.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { insertFrom } from '../../platform/db/table.ts';
import type { Random } from '../../platform/random.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import type { Language } from '../../platform/web/look.ts';
import { proofOf } from './proved.ts';
import { auditLogs } from './tables.ts';

/** Who is asking, as far as the network tells. Nothing here is a secret. */
export interface ClientInfo {
  readonly traceId: string;
  /** A normalised network address, or `unknown`. */
  readonly ip: string;
  readonly userAgent: string;
  /** About where the address is, as Cloudflare knows it: `Lisbon, PT`; null when it does not. */
  readonly place: string | null;
  /** In which language they read; left out where nobody asked, or where it is not the reader of a mail. */
  readonly language?: Language;
}

/** Dotted, past tense. A new event is added here first. */
export type AuditAction =
  | 'user.registered'
  | 'user.registration_refused'
  | 'user.leaving'
  | 'user.stayed'
  | 'user.deleted'
  | 'email.verification_requested'
  | 'email.verified'
  | 'password.changed'
  | 'password.reset_requested'
  | 'password.reset'
  | 'user.signed_in'
  | 'user.sign_in_refused'
  | 'user.password_accepted'
  | 'user.signed_out'
  | 'user.reauthenticated'
  | 'user.reauthentication_refused'
  | 'session.rotated'
  | 'session.revoked'
  | 'session.moved'
  | 'session.reused'
  | 'session.stale_refused'
  | 'request.origin_refused'
  | 'device.revoked'
  | 'device.trust_ended'
  | 'device.trust_copied'
  | 'second_factor.setup_started'
  | 'second_factor.enabled'
  | 'second_factor.disabled'
  | 'second_factor.refused'
  | 'backup_codes.regenerated'
  | 'phone.code_requested'
  | 'phone.verified'
  | 'phone.refused'
  | 'phone.removed'
  | 'user.locked'
  | 'user.unlocked'
  | 'user.sessions_ended'
  | 'user.roles_changed'
  | 'second_factor.reset_requested'
  | 'second_factor.reset_withdrawn'
  | 'second_factor.reset_cancelled'
  | 'second_factor.reset_link_refused'
  | 'second_factor.reset'
  | 'admin.refused'
  | 'admin.claimed'
  | 'admin.claim_refused'
  | 'audit.exported'
  | 'audit.export_refused'
  | 'account.exported'
  | 'message.test_requested'
  | 'message.alert_requested'
  | 'message.delivery_reported'
  | 'message.report_refused'
  | 'mail.delivery_reported'
  | 'mail.report_refused'
  | 'integration.check_requested'
  | 'integration.use_reported'
  | 'language_model.asked'
  | 'access_token.used'
  | 'access_token.refused';

/** One occurrence: when, from where, and the row's own id. */
export interface Occurrence {
  readonly auditId: string;
  /** For the second of two rows that one statement writes. */
  readonly secondAuditId: string;
  readonly at: Date;
  readonly client: ClientInfo;
}

export interface AuditEvent {
  readonly action: AuditAction;
  readonly outcome: 'success' | 'refused';
  /** SQL for the id of the person it is about, or null for nobody. They act, if anything was proved. */
  readonly userId: Sql | null;
  /** Whether that person has shown anything of being it, where that differs from `proofOf` the action. */
  readonly isProved?: boolean;
  /** SQL for the id of the person it was done to, or null for nobody; the one who acts when left out. */
  readonly targetId?: Sql | null;
  /** SQL for a jsonb object; never a secret, a code, a token or an address. */
  readonly metadata?: Sql;
  /** Who acts when no person does; `anonymous` when left out. */
  readonly otherwise?: 'service';
}

export function occurrence(
  deps: { readonly clock: Clock; readonly random: Random },
  client: ClientInfo,
): Occurrence {
  const at = deps.clock.now();
  return {
    auditId: uuidv7(at, deps.random),
    secondAuditId: uuidv7(at, deps.random),
    at,
    client,
  };
}

/**
 * The body of a CTE that writes one audit row for the row of `source`, and none when `source` is
 * empty: the record and the thing it records happen together or not at all.
 */
export function appendAudit(source: Sql, occurred: Occurrence, event: AuditEvent): Sql {
  const { auditId, at, client } = occurred;
  const isProved = event.isProved ?? proofOf[event.action] !== 'nothing';
  const about = event.userId ?? sql`null`;
  const userId = isProved ? about : sql`null`;
  const targetId = event.targetId === undefined ? about : (event.targetId ?? sql`null`);
  const row = {
    id: auditId,
    occurred_at: at,
    action: event.action,
    outcome: event.outcome,
    actor_type: sql`case when ${userId}::uuid is null then ${event.otherwise ?? 'anonymous'} else 'user' end`,
    actor_id: sql`${userId}::uuid`,
    target_type: sql`'user'`,
    target_id: sql`${targetId}::uuid`,
    ip: client.ip,
    user_agent: client.userAgent,
    trace_id: client.traceId,
    metadata: event.metadata ?? sql`'{}'::jsonb`,
  };
  return sql`${insertFrom(auditLogs, row, source)} limit 1`;
}

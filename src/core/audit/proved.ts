import type { AuditAction } from './audit.ts';

/**
 * What had been proved of being the person by the time of the action. With `nothing` anybody may have done it: the
 * row names nobody as its actor, and the account as its target.
 */
type Proof =
  | 'nothing'
  | 'password'
  | 'session'
  /** A link that was mailed to the address. */
  | 'mailed link'
  /** A token or signature of a service, a provider or the database's owner. */
  | 'service'
  /** The product itself, on its schedule. */
  | 'schedule';

/** Of each action; where a row differs, its writer says so with `isProved`. */
export const proofOf: Readonly<Record<AuditAction, Proof>> = Object.freeze({
  'user.registered': 'password',
  'user.registration_refused': 'nothing',
  'user.leaving': 'session',
  'user.stayed': 'mailed link',
  'user.deleted': 'schedule',
  'email.verification_requested': 'nothing',
  'email.verified': 'mailed link',
  'password.changed': 'session',
  'password.reset_requested': 'nothing',
  'password.reset': 'mailed link',
  'user.signed_in': 'password',
  'user.sign_in_refused': 'nothing',
  'user.password_accepted': 'password',
  'user.signed_out': 'session',
  'user.reauthenticated': 'session',
  'user.reauthentication_refused': 'session',
  'session.rotated': 'session',
  'session.revoked': 'session',
  'session.moved': 'session',
  'session.reused': 'session',
  'session.stale_refused': 'session',
  'request.origin_refused': 'nothing',
  'device.revoked': 'session',
  'device.trust_ended': 'session',
  'device.trust_copied': 'password',
  'second_factor.setup_started': 'session',
  'second_factor.enabled': 'session',
  'second_factor.disabled': 'session',
  'second_factor.refused': 'password',
  'backup_codes.regenerated': 'session',
  'phone.code_requested': 'session',
  'phone.verified': 'session',
  'phone.refused': 'session',
  'phone.removed': 'session',
  'user.locked': 'session',
  'user.unlocked': 'session',
  'user.sessions_ended': 'session',
  'user.roles_changed': 'session',
  'second_factor.reset_requested': 'session',
  'second_factor.reset_withdrawn': 'session',
  'second_factor.reset_cancelled': 'mailed link',
  'second_factor.reset_link_refused': 'nothing',
  'second_factor.reset': 'session',
  'admin.refused': 'session',
  'admin.claimed': 'service',
  'admin.claim_refused': 'nothing',
  'audit.exported': 'session',
  'audit.export_refused': 'session',
  'account.exported': 'session',
  'message.test_requested': 'session',
  'message.alert_requested': 'service',
  'message.delivery_reported': 'service',
  'mail.delivery_reported': 'service',
  'message.report_refused': 'nothing',
  'mail.report_refused': 'nothing',
  'integration.check_requested': 'session',
  'integration.use_reported': 'service',
  'language_model.asked': 'session',
  'access_token.used': 'service',
  'access_token.refused': 'service',
});

const words: Readonly<Record<string, Proof | undefined>> = proofOf;

/** Whether a row of this action that names no actor was left by somebody who tried, not by the product itself. */
export function mayBeAnybody(action: string): boolean {
  return words[action] === 'nothing' || words[action] === 'password';
}

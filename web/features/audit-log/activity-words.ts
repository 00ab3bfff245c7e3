import { t } from '../../text.ts';
import type { Activity } from './events.ts';

/** What happened, as one would tell the person whose account it is. */
export function activityText({ action, by }: Pick<Activity, 'action' | 'by'>): string {
  const told = by === 'you' ? staffActions()[action] : undefined;
  return told ?? events()[action] ?? t('Something else happened: {action}', { action: action });
}

type Words = Readonly<Record<string, string>>;

/** Of somebody with a role, about somebody else. */
const staffActions = (): Words => ({
  'user.locked': t('You locked somebody’s account.'),
  'user.unlocked': t('You unlocked somebody’s account.'),
  'user.sessions_ended': t('You ended somebody’s sessions.'),
  'user.roles_changed': t('You changed somebody’s roles.'),
  'second_factor.reset': t('You removed somebody’s second factor.'),
  'second_factor.reset_requested': t('You asked for somebody’s second factor to be removed.'),
  'second_factor.reset_withdrawn': t('You took back the reset of somebody’s second factor.'),
});

const events = (): Words => ({
  ...signIns(),
  ...factors(),
  ...account(),
  ...system(),
});

const signIns = (): Words => ({
  'user.signed_in': t('You signed in.'),
  'user.sign_in_refused': t('Somebody tried to sign in and was refused.'),
  'user.password_accepted': t('The password was right; a code was asked for.'),
  'user.signed_out': t('You signed out.'),
  'user.reauthenticated': t('You confirmed that it is you.'),
  'user.reauthentication_refused': t('A confirmation that it is you was refused.'),
  'user.sessions_ended': t('Your sessions were ended.'),
  'session.moved': t('A session moved to another network.'),
  'session.reused': t('An old session token was used again; the session was ended.'),
  'session.stale_refused': t('Something was refused until you confirm that it is you.'),
  'session.revoked': t('A session was ended.'),
  'session.rotated': t('A session was renewed.'),
  'device.revoked': t('A browser was forgotten.'),
  'device.trust_ended': t('A browser is no longer trusted.'),
});

const factors = (): Words => ({
  'password.changed': t('Your password was changed.'),
  'password.reset': t('A new password was chosen by mail.'),
  'password.reset_requested': t('A link to choose a new password was asked for.'),
  'second_factor.setup_started': t('Setting up two-factor authentication was begun.'),
  'second_factor.enabled': t('Two-factor authentication was turned on.'),
  'second_factor.disabled': t('Two-factor authentication was turned off.'),
  'second_factor.refused': t('A wrong code was entered.'),
  'second_factor.reset': t('Your second factor was removed.'),
  'second_factor.reset_requested': t('The removal of your second factor was asked for.'),
  'second_factor.reset_cancelled': t('You cancelled the removal of your second factor.'),
  'second_factor.reset_withdrawn': t('The removal of your second factor was taken back.'),
  'backup_codes.regenerated': t('New backup codes were made.'),
});

const account = (): Words => ({
  'user.registered': t('Your account was created.'),
  'user.registration_refused': t('Somebody tried to register with your address.'),
  'user.leaving': t('You asked for your account to be deleted.'),
  'user.stayed': t('You cancelled the deletion of your account.'),
  'user.deleted': t('The account was deleted.'),
  'user.locked': t('Your account was locked.'),
  'user.unlocked': t('Your account was unlocked.'),
  'user.roles_changed': t('Your roles were changed.'),
  'account.exported': t('You downloaded your data.'),
  'email.verification_requested': t('A link that confirms your address was asked for.'),
  'email.verified': t('Your e-mail address was confirmed.'),
  'phone.code_requested': t('A code was sent to your phone.'),
  'phone.verified': t('Your phone number was confirmed.'),
  'phone.refused': t('A wrong code for your phone was entered.'),
  'phone.removed': t('Your phone number was removed.'),
});

const system = (): Words => ({
  'admin.claimed': t('You became the administrator.'),
  'admin.refused': t('Something that only staff may do was refused you.'),
  'audit.exported': t('You exported the audit trail.'),
  'audit.export_refused': t('Your export of the audit trail was broken off.'),
  'access_token.used': t('An access token was used.'),
  'access_token.refused': t('An access token was refused.'),
  'integration.check_requested': t('You checked an outside service.'),
  'integration.use_reported': t('A use of an outside service was reported.'),
  'language_model.asked': t('You asked the language model.'),
  'message.test_requested': t('You sent a test message.'),
  'message.alert_requested': t('You sent an alert.'),
  'mail.delivery_reported': t('An e-mail to you bounced, or was reported as spam.'),
  'mail.report_refused': t('A report about an e-mail was refused.'),
  'message.delivery_reported': t('A message was reported as delivered or not.'),
  'message.report_refused': t('A report about a message was refused.'),
});

import adminUsers from '../features/admin-users/words.de.json' with { type: 'json' };
import auditLog from '../features/audit-log/words.de.json' with { type: 'json' };
import backupCodes from '../features/backup-codes/words.de.json' with { type: 'json' };
import bootstrap from '../features/bootstrap/words.de.json' with { type: 'json' };
import emailVerification from '../features/email-verification/words.de.json' with { type: 'json' };
import integrations from '../features/integrations/words.de.json' with { type: 'json' };
import accountDeletion from '../features/account-deletion/words.de.json' with { type: 'json' };
import passwords from '../features/passwords/words.de.json' with { type: 'json' };
import phone from '../features/phone/words.de.json' with { type: 'json' };
import reference from '../features/reference/words.de.json' with { type: 'json' };
import register from '../features/register/words.de.json' with { type: 'json' };
import sessions from '../features/sessions/words.de.json' with { type: 'json' };
import signIn from '../features/sign-in/words.de.json' with { type: 'json' };
import smsAlerts from '../features/sms-alerts/words.de.json' with { type: 'json' };
import stepUp from '../features/step-up/words.de.json' with { type: 'json' };
import systemStatus from '../features/system-status/words.de.json' with { type: 'json' };
import totp from '../features/totp/words.de.json' with { type: 'json' };
import shared from './de.json' with { type: 'json' };

/** German: what several features say and every refusal, then one file for each feature's own words. */
export const texts: Readonly<Record<string, string>> = Object.freeze({
  ...shared,
  ...adminUsers,
  ...auditLog,
  ...backupCodes,
  ...bootstrap,
  ...emailVerification,
  ...integrations,
  ...accountDeletion,
  ...passwords,
  ...phone,
  ...reference,
  ...register,
  ...sessions,
  ...signIn,
  ...smsAlerts,
  ...stepUp,
  ...systemStatus,
  ...totp,
});

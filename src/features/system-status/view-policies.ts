import { accessTokenLimits } from '../../core/access-tokens/limits.ts';
import { deletionLimits } from '../../core/accounts/limits.ts';
import { captchaLimits } from '../../core/captcha/limits.ts';
import { deviceLimits } from '../../core/devices/limits.ts';
import { backupCodeLimits, totpLimits } from '../../core/factors/limits.ts';
import { lockouts, type AllWindows } from '../../core/limits/limits.ts';
import { phoneCodeLimits, smsLimits } from '../../core/notify/limits.ts';
import { passwordLimits } from '../../core/passwords/limits.ts';
import { sessionLimits } from '../../core/sessions/limits.ts';
import { mailTokenLimits, tempTokenLimits } from '../../core/tokens/limits.ts';

/** The numbers in force, in the words of the API. */
export function viewPolicies(windows: AllWindows) {
  return {
    windows: eachOf(windows, ({ capacity, windowSeconds, scope }) => ({
      capacity,
      window_seconds: windowSeconds,
      scope,
    })),
    lockouts: eachOf(lockouts, (lockout) => ({
      failures_per_lock: lockout.failuresPerLock,
      first_lock_seconds: lockout.firstLockSeconds,
      max_lock_seconds: lockout.maxLockSeconds,
      hard_stop_failures: lockout.hardStopFailures,
    })),
    session: {
      idle_seconds: sessionLimits.idleSeconds,
      absolute_seconds: sessionLimits.absoluteSeconds,
      fresh_seconds: sessionLimits.freshSeconds,
      reading_seconds: sessionLimits.readingSeconds,
      longest_reading_seconds: sessionLimits.longestReadingSeconds,
      last_seen_seconds: sessionLimits.lastSeenSeconds,
      rotation_grace_seconds: sessionLimits.rotationGraceSeconds,
    },
    device: {
      lifetime_seconds: deviceLimits.lifetimeSeconds,
      trust_seconds: deviceLimits.trustSeconds,
    },
    mail_tokens: eachOf(mailTokenLimits, ({ lifetimeSeconds }) => lifetimeSeconds),
    captcha: { after_failures: captchaLimits.afterFailures },
    leaving: { undo_seconds: deletionLimits.undoSeconds },
    temp_token: { lifetime_seconds: tempTokenLimits.lifetimeSeconds },
    totp: { setup_seconds: totpLimits.setupSeconds },
    backup_codes: { count: backupCodeLimits.count },
    access_token: { max_lifetime_seconds: accessTokenLimits.maxLifetimeSeconds },
    phone_code: { lifetime_seconds: phoneCodeLimits.lifetimeSeconds },
    sms: {
      ...viewBudget(smsLimits.services),
      people: {
        ...viewBudget(smsLimits.people),
        per_network_per_day: smsLimits.people.perNetworkPerDay,
      },
      calling_codes: [...smsLimits.callingCodes],
    },
    password: {
      min_characters: passwordLimits.minCharacters,
      max_characters: passwordLimits.maxCharacters,
    },
  };
}

function viewBudget(budget: Omit<typeof smsLimits.people, 'perNetworkPerDay'>) {
  return {
    per_sender_per_day: budget.perSenderPerDay,
    per_number_per_day: budget.perNumberPerDay,
    per_day: budget.perDay,
    per_month: budget.perMonth,
  };
}

function eachOf<Row, View>(table: Readonly<Record<string, Row>>, view: (row: Row) => View) {
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, view(row)]));
}

import * as policy from '../../core/policy/policies.ts';

/** The one file of numbers, in the words of the API. */
export function viewPolicies() {
  const { sessionPolicy: session, passwordPolicy: password, smsPolicy: sms } = policy;
  return {
    windows: eachOf(policy.windows, ({ capacity, windowSeconds, scope }) => ({
      capacity,
      window_seconds: windowSeconds,
      scope,
    })),
    ladders: eachOf(policy.ladders, (ladder) => ({
      failures_per_lock: ladder.failuresPerLock,
      first_lock_seconds: ladder.firstLockSeconds,
      max_lock_seconds: ladder.maxLockSeconds,
      hard_stop_failures: ladder.hardStopFailures,
    })),
    session: {
      idle_seconds: session.idleSeconds,
      absolute_seconds: session.absoluteSeconds,
      fresh_seconds: session.freshSeconds,
      reading_seconds: session.readingSeconds,
      longest_reading_seconds: session.longestReadingSeconds,
      last_seen_seconds: session.lastSeenSeconds,
      rotation_grace_seconds: session.rotationGraceSeconds,
    },
    device: {
      lifetime_seconds: policy.devicePolicy.lifetimeSeconds,
      trust_seconds: policy.devicePolicy.trustSeconds,
    },
    mail_tokens: eachOf(policy.mailTokenPolicy, ({ lifetimeSeconds }) => lifetimeSeconds),
    captcha: { after_failures: policy.captchaPolicy.afterFailures },
    leaving: { undo_seconds: policy.leavingPolicy.undoSeconds },
    temp_token: { lifetime_seconds: policy.tempTokenPolicy.lifetimeSeconds },
    totp: { setup_seconds: policy.totpPolicy.setupSeconds },
    backup_codes: { count: policy.backupCodePolicy.count },
    access_token: { max_lifetime_seconds: policy.accessTokenPolicy.maxLifetimeSeconds },
    phone_code: { lifetime_seconds: policy.phoneCodePolicy.lifetimeSeconds },
    sms: {
      ...viewBudget(sms.services),
      people: { ...viewBudget(sms.people), per_network_per_day: sms.people.perNetworkPerDay },
      calling_codes: [...sms.callingCodes],
    },
    password: { min_characters: password.minCharacters, max_characters: password.maxCharacters },
  };
}

function viewBudget(budget: Omit<typeof policy.smsPolicy.people, 'perNetworkPerDay'>) {
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

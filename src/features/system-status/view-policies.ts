import * as policy from '../../core/policy/policies.ts';

/** The one file of numbers, in the words of the API. */
export function viewPolicies() {
  const { sessionPolicy: session, passwordPolicy: password } = policy;
  return {
    windows: eachOf(policy.windows, ({ capacity, windowSeconds }) => ({
      capacity,
      window_seconds: windowSeconds,
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
      last_seen_seconds: session.lastSeenSeconds,
      rotation_grace_seconds: session.rotationGraceSeconds,
    },
    device: { lifetime_seconds: policy.devicePolicy.lifetimeSeconds },
    temp_token: { lifetime_seconds: policy.tempTokenPolicy.lifetimeSeconds },
    totp: { setup_seconds: policy.totpPolicy.setupSeconds },
    backup_codes: { count: policy.backupCodePolicy.count },
    password: { min_characters: password.minCharacters, max_characters: password.maxCharacters },
  };
}

function eachOf<Row, View>(table: Readonly<Record<string, Row>>, view: (row: Row) => View) {
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, view(row)]));
}

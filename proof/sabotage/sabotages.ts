/** A place in the Worker's source, found by its exact text; the build fails unless the text occurs exactly once. */
export interface Edit {
  /** The path from the root of the repository. */
  readonly file: string;
  readonly find: string;
  /** `sabotaged(name)` is true while that guard is removed. */
  readonly replace: string;
}

/** One guard that is removed from the Worker, to see which claims fail. */
export interface Sabotage {
  readonly name: string;
  readonly takesOut: string;
  readonly edits: readonly Edit[];
  /** The claims that check it and their dependents, in the order of the table; all others still pass. */
  readonly noticedBy: readonly string[];
}

export const sabotages: readonly Sabotage[] = [
  {
    name: 'encryption',
    takesOut:
      'the encryption: the authenticator’s secret is stored in plain text, in the same format',
    edits: [
      {
        file: 'src/platform/crypto/sealed.ts',
        find: 'await crypto.subtle.encrypt(gcm(iv, context), key, plaintext.slice())',
        replace: `sabotaged('encryption') ? Uint8Array.of(...plaintext, ...new Uint8Array(TAG_BYTES)) : await crypto.subtle.encrypt(gcm(iv, context), key, plaintext.slice())`,
      },
      {
        file: 'src/platform/crypto/sealed.ts',
        find: 'await crypto.subtle.decrypt(gcm(parts.iv, context), key, parts.ciphertext)',
        replace: `sabotaged('encryption') ? parts.ciphertext.slice(0, -TAG_BYTES) : await crypto.subtle.decrypt(gcm(parts.iv, context), key, parts.ciphertext)`,
      },
    ],
    noticedBy: ['totp-secret-sealed', 'seal-round-trip', 'canaries-database'],
  },
  {
    name: 'one-time',
    takesOut: 'the rule that a temp token opens one session',
    edits: [
      {
        file: 'src/features/sign-in/verify.ts',
        find: 'if (token.consumedAt) {',
        replace: `if (token.consumedAt && !sabotaged('one-time')) {`,
      },
      {
        file: 'src/features/sign-in/verify-store.ts',
        find: 'where ${held}.consumed_at is null and ${held}.expires_at',
        replace: `where (\${held}.consumed_at is null or \${sabotaged('one-time')}::boolean) and \${held}.expires_at`,
      },
    ],
    noticedBy: ['temp-token-once'],
  },
  {
    name: 'limiter',
    takesOut: 'the limiter: windows and lockouts count, and refuse nothing',
    edits: [
      {
        file: 'src/core/limits/window.ts',
        find: 'oldest !== undefined && counting.length >= limits.capacity',
        replace: `oldest !== undefined && counting.length >= limits.capacity && !sabotaged('limiter')`,
      },
      {
        file: 'src/core/limits/lockout.ts',
        find: 'if (now < state.lockedUntil) {',
        replace: `if (now < state.lockedUntil && !sabotaged('limiter')) {`,
      },
      {
        file: 'src/core/limits/lockout.ts',
        find: 'if (state.failures >= limits.hardStopFailures) {',
        replace: `if (state.failures >= limits.hardStopFailures && !sabotaged('limiter')) {`,
      },
    ],
    noticedBy: [
      'limit-per-person',
      'limit-per-address',
      'limit-code-loop',
      'limit-sms',
      'limit-survives-idle',
      'limit-remembered-browsers',
      'thousand-guesses',
    ],
  },
  {
    name: 'replay-guard',
    takesOut: 'the replay guard: a TOTP code can be used again',
    edits: [
      {
        file: 'src/core/factors/totp-code.ts',
        find: 'latest > (afterStep ?? -1)',
        replace: `latest > (afterStep ?? -1) || sabotaged('replay-guard')`,
      },
      {
        file: 'src/core/factors/spend-factor.ts',
        find: '${held}.two_factor_last_step < ${proof.step}::bigint',
        replace: `(\${held}.two_factor_last_step < \${proof.step}::bigint or \${sabotaged('replay-guard')}::boolean)`,
      },
    ],
    noticedBy: ['code-replay'],
  },
  {
    name: 'log-hygiene',
    takesOut: 'the log hygiene: request bodies are written to the log',
    edits: [
      {
        file: 'src/http.ts',
        find: `c.set('signedIn', admitted.signedIn);`,
        replace: `c.set('signedIn', admitted.signedIn);
      if (sabotaged('log-hygiene')) {
        c.env.log.write({ trace_id: c.var.traceId, body: admitted.bodyText } as never);
      }`,
      },
    ],
    noticedBy: ['canaries-logs'],
  },
  {
    name: 'signature-check',
    takesOut: 'the check of the messaging provider’s signature',
    edits: [
      {
        file: 'src/features/sms-alerts/callback.ts',
        find: 'if (!isGenuine) {',
        replace: `if (!isGenuine && !sabotaged('signature-check')) {`,
      },
    ],
    noticedBy: ['callback-forgery'],
  },
];

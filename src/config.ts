import * as z from 'zod/mini';

import { configureProviders, type Integrations } from './core/integrations/configure.ts';
import { meteredAudiences } from './core/roles/metered-for.ts';
import { bindingPolicies } from './core/sessions/binding.ts';
import { PUBLIC_URL_SHAPE } from './core/integrations/providers/mailbox.ts';
import { readPublicKeys } from './core/access-tokens/access-token.ts';
import { readSeed } from './core/audit/signing-key.ts';
import { configErrors } from './core/vault/errors.ts';
import { decodeBase64 } from './platform/crypto/encoding.ts';
import { fail, ok, type Result } from './platform/result.ts';
import { Secret } from './platform/secret.ts';

const KEY_BYTES = 32;
const MIN_DISTINCT_BYTES = 12;

/**
 * Whether 32 bytes look drawn at random: not text (an example or a passphrase), not a repetition, not
 * a count. Random bytes fail this with a chance below 2^-45.
 */
function looksRandom(bytes: Uint8Array): boolean {
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  const steps = new Set(bytes.slice(1).map((byte, index) => (byte - (bytes[index] ?? 0)) & 0xff));
  return !isText && new Set(bytes).size >= MIN_DISTINCT_BYTES && steps.size > 2;
}

const key = z.pipe(
  z.string(),
  z.transform((text, context) => {
    const bytes = decodeBase64(text.trim());
    if (bytes?.length === KEY_BYTES && looksRandom(bytes)) {
      return new Secret(bytes);
    }
    context.issues.push({
      code: 'custom',
      input: '',
      message: 'must be 32 random bytes of base64',
    });
    return z.NEVER;
  }),
);

const secretUrl = z.pipe(
  z.url({ protocol: /^postgres(ql)?$/ }),
  z.transform((text: string) => new Secret(text)),
);

const webhookSecret = z.pipe(
  z.string().check(z.regex(/^whsec_[A-Za-z0-9+/]{32,100}={0,2}$/, 'must be whsec_ and base64')),
  z.transform((text: string) => new Secret(text)),
);

const publicUrl = z.string().check(z.regex(PUBLIC_URL_SHAPE, 'must be an https origin'));

/** One line of text as people see it, with a letter or digit in it; nothing that hides, turns or ends it. */
const brandName = z.string().check(z.regex(/^(?=.*[\p{L}\p{N}])[^\p{C}\p{Zl}\p{Zp}]{1,40}$/u));

const brandSupport = z
  .string()
  .check(z.maxLength(254), z.regex(/^(https:\/\/[^\s<>"'\\]+|[^\s<>"'\\@:/?&]+@[A-Za-z0-9.-]+)$/));

const tokenKeys = z.pipe(
  z.string(),
  z.transform((text, context) => {
    const keys = readPublicKeys(text);
    if (!keys) {
      context.issues.push({ code: 'custom', input: '', message: 'must be a JWK set' });
      return z.NEVER;
    }
    return keys;
  }),
);

const signingKey = z.pipe(
  z.string(),
  z.transform((text, context) => {
    const seed = readSeed(text);
    if (!seed) {
      context.issues.push({ code: 'custom', input: '', message: 'must be a private Ed25519 JWK' });
      return z.NEVER;
    }
    return new Secret(seed);
  }),
);

/** A whole number given as text, within bounds. */
function count(min: number, max: number, fallback: number) {
  return z._default(
    z.pipe(
      z.string().check(z.regex(/^\d+$/)),
      z.pipe(z.transform(Number), z.number().check(z.minimum(min), z.maximum(max))),
    ),
    fallback,
  );
}

/** `true` or `false`, given as text and read here alone. */
function flag(fallback: boolean) {
  return z._default(
    z.pipe(
      z.enum(['true', 'false']),
      z.transform((word: 'true' | 'false') => word === 'true'),
    ),
    fallback,
  );
}

const DEFAULT_BRAND_NAME = 'Sallyport';

const Variables = z.object({
  DATABASE_URL: secretUrl,
  APP_ENC_KEY: key,
  /** Where people reach this site; callbacks and links are built from it and from nothing else. */
  PUBLIC_URL: z.optional(publicUrl),
  /** A JWK set of private P-256 keys, the current one first; without it no service token is accepted. */
  ACCESS_TOKEN_KEYS: z.optional(tokenKeys),
  /** A private Ed25519 key as a JWK, for the heads of the audit trail; derived when left out. */
  AUDIT_SIGNING_KEY: z.optional(signingKey),
  /** Numbers a test message may go to besides one's own, separated by commas; `*` for any. */
  SMS_TEST_NUMBERS: z.optional(z.string().check(z.regex(/^(\*|\+\d{7,15}(,\+\d{7,15})*)$/))),
  /** What happens to a session that is shown from another network or by another browser. */
  SESSION_BINDING: z._default(z.enum(bindingPolicies), 'observe'),
  /** Who may make the calls that cost money, besides those whose role allows it. */
  METERED_FOR: z._default(z.enum(meteredAudiences), 'staff'),
  /** With `true` a right password opens nothing until the address was confirmed. */
  SIGN_IN_NEEDS_VERIFIED_EMAIL: flag(false),
  /** With `true`, where mail can be sent, nobody sets up a second factor or a phone number before the address was confirmed. */
  SECOND_FACTOR_NEEDS_VERIFIED_EMAIL: flag(true),
  /**
   * What becomes of a new password while the list of breached ones cannot be asked: accepted or
   * refused; `off` never asks.
   */
  BREACHED_PASSWORDS: z._default(z.enum(['accept', 'refuse', 'off']), 'accept'),
  /** How e-mails leave; each way has variables of its own, see core/integrations. */
  EMAIL_PROVIDER: z._default(z.enum(['smtp', 'resend', 'off']), 'off'),
  /** What Resend signs its reports of bounces and complaints with; without it none is believed. */
  RESEND_WEBHOOK_SECRET: z.optional(webhookSecret),
  /** What pages, e-mails, text messages and authenticators call this deployment. */
  BRAND_NAME: z._default(brandName, DEFAULT_BRAND_NAME),
  /** How e-mails present it; the default colour is the pages' own accent. */
  BRAND_COLOR: z._default(z.string().check(z.regex(/^#[0-9a-f]{6}$/i)), '#17594a'),
  BRAND_SUPPORT: z.optional(brandSupport),
  ARGON2_MEMORY_KIB: count(19_456, 65_536, 19_456),
  ARGON2_ITERATIONS: count(2, 3, 2),
  ARGON2_PARALLELISM: count(1, 2, 1),
  /** Multiplies the deadlines of limiter and database: for a slow or busy machine, not for production. */
  DEADLINE_FACTOR: count(1, 20, 1),
});

/** The names of all of them; outside providers have more, each its own. */
export const variableNames: readonly string[] = Object.freeze(Object.keys(Variables.shape));

/** Every variable and secret, checked; outside providers each for themselves. */
export type Config = Readonly<z.output<typeof Variables>> & { readonly integrations: Integrations };

const loaded = new WeakMap<object, Result<Config>>();

/**
 * Parsed once for each `env` object: a new deployment of variables alone hands a warm isolate a new
 * `env`, and a copy kept for the module would go on serving the old secret. Fails closed: without a
 * sound configuration no part of it is handed out, and the refusal holds names, never values.
 */
export function loadConfig(env: object): Result<Config> {
  const known = loaded.get(env);
  if (known) {
    return known;
  }
  const parsed = Variables.safeParse(env);
  const result = parsed.success
    ? ok(Object.freeze({ ...parsed.data, integrations: configureProviders({ ...env }) }))
    : incomplete(parsed.error.issues);
  loaded.set(env, result);
  return result;
}

/** What pages call this deployment, whatever else of the configuration is absent or malformed. */
export function readBrandName(env: object): string {
  const parsed = Variables.shape.BRAND_NAME.safeParse({ BRAND_NAME: undefined, ...env }.BRAND_NAME);
  return parsed.success ? parsed.data : DEFAULT_BRAND_NAME;
}

function incomplete(issues: readonly { readonly path: readonly PropertyKey[] }[]): Result<Config> {
  const names = [...new Set(issues.map((issue) => String(issue.path[0])))].toSorted();
  const error = names.includes('APP_ENC_KEY')
    ? configErrors.APP_ENC_KEY_MISSING
    : configErrors.CONFIG_INCOMPLETE;
  const fields = names.map((path) => ({ path, message: 'This variable is absent or malformed.' }));
  return fail(error, `config_${names.join('_')}`, { fields });
}

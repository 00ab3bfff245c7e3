import * as z from 'zod/mini';

import type { FailureCode } from '../failure-codes.ts';
import {
  KEY_SHAPE,
  setting,
  type Provider,
  type ProviderAnswer,
  type ProviderOperation,
  type ProviderSettings,
} from '../provider.ts';

const SITE_KEY = 'TURNSTILE_SITE_KEY';
const SECRET_KEY = 'TURNSTILE_SECRET_KEY';

export interface SolvedCaptcha {
  readonly token: string;
  /** Where the solver is, when that is a whole address; null sends none. */
  readonly remoteIp: string | null;
}

/** What Turnstile says of a token. */
export interface Verdict {
  readonly passed: boolean;
  /** It was good once: too old now, or handed in before. */
  readonly spent: boolean;
  /** What the widget was put up for; empty when it did not say. */
  readonly action: string;
  /** Where the widget was put up. */
  readonly hostname: string;
}

const VerifyAnswer = z.object({
  success: z.boolean(),
  'error-codes': z.optional(z.array(z.string())),
  action: z.optional(z.nullable(z.string())),
  hostname: z.optional(z.nullable(z.string())),
});

/** Of Turnstile's error codes those that are not about the token ("Server-side validation: error codes"). */
const codes: Readonly<Record<string, FailureCode>> = Object.freeze({
  'missing-input-secret': 'CREDENTIALS_REFUSED',
  'invalid-input-secret': 'CREDENTIALS_REFUSED',
  'bad-request': 'REQUEST_REFUSED',
  'internal-error': 'PROVIDER_ERROR',
});

function explain({ body }: ProviderAnswer): FailureCode | null {
  const answer = VerifyAnswer.safeParse(body);
  const given = answer.success && !answer.data.success ? (answer.data['error-codes'] ?? []) : [];
  return given.map((code) => codes[code]).find((code) => code !== undefined) ?? null;
}

const TIMEOUT_MILLISECONDS = 5000;

/**
 * Turnstile's `POST /turnstile/v0/siteverify`. A token is good once and for five minutes; asking
 * about it spends it, so no answer is kept.
 */
export const verifyToken: ProviderOperation<SolvedCaptcha, Verdict> = {
  name: 'siteverify',
  timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  request: (settings, { token, remoteIp }) => ({
    method: 'POST',
    path: '/turnstile/v0/siteverify',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      secret: setting(settings, SECRET_KEY),
      response: token,
      ...(remoteIp === null ? {} : { remoteip: remoteIp }),
    }),
  }),
  refusal: explain,
  read: (body) => {
    const parsed = VerifyAnswer.safeParse(body);
    if (!parsed.success) {
      return null;
    }
    const { success, action, hostname, 'error-codes': given = [] } = parsed.data;
    const value = {
      passed: success,
      spent: given.includes('timeout-or-duplicate'),
      action: action ?? '',
      hostname: hostname?.toLowerCase() ?? '',
    };
    return { value, ref: null };
  },
};

/** No token at all. */
const junk: SolvedCaptcha = Object.freeze({ token: 'sallyport-check', remoteIp: null });

/** That Turnstile objects to the junk and to nothing else, the secret above all, proves the secret. */
function readCheck(body: unknown) {
  const answer = VerifyAnswer.safeParse(body);
  if (!answer.success) {
    return null;
  }
  const { success, 'error-codes': given = [] } = answer.data;
  const proven = success || (given.length === 1 && given[0] === 'invalid-input-response');
  return proven ? { value: null, ref: null } : null;
}

const TEST_SECRET = /^[123]x0{10}/;

/** Whether the secret is one that Cloudflare publishes for tests; it answers with a host and an action of its own making. */
export function hasTestSecret(settings: ProviderSettings): boolean {
  return TEST_SECRET.test(setting(settings, SECRET_KEY));
}

const isSet = (value: unknown) => value !== undefined && value !== '';

/** The public half, for the page. */
export function siteKey(settings: ProviderSettings): string {
  return setting(settings, SITE_KEY);
}

/** A token nobody solved: an objection to it, and to nothing else, proves the secret. */
export const checkSecret: ProviderOperation<null, unknown> = {
  ...verifyToken,
  request: (settings) => verifyToken.request(settings, junk),
  read: readCheck,
};

export const turnstile: Provider = {
  id: 'turnstile',
  label: 'Cloudflare Turnstile',
  kind: 'captcha',
  required: [
    { name: SITE_KEY, shape: /^[\w-]{8,128}$/ },
    { name: SECRET_KEY, shape: KEY_SHAPE },
  ],
  oneOf: [],
  optional: [],
  chosen: (env) => isSet(env[SITE_KEY]) || isSet(env[SECRET_KEY]),
  baseUrl: { variable: 'TURNSTILE_BASE_URL', vendor: 'https://challenges.cloudflare.com' },
  check: checkSecret,
  explain,
};

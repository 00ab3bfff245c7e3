/** A stand-in for Cloudflare Turnstile: the widget's script, its tokens, and siteverify, for the documented test keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { parseJson, plainModes } from './mode.ts';
import { startSimulator, type Answer, type Call, type Simulator } from './server.ts';
import { createTurnstileTokens, type TurnstileTokens } from './turnstile-tokens.ts';

/** The keys Cloudflare documents for tests: https://developers.cloudflare.com/turnstile/troubleshooting/testing/ */
export const TURNSTILE_TEST_KEYS = {
  site: {
    passes: '1x00000000000000000000AA',
    blocks: '2x00000000000000000000AB',
    asks: '3x00000000000000000000FF',
  },
  secret: {
    passes: '1x0000000000000000000000000000000AA',
    fails: '2x0000000000000000000000000000000AA',
    spent: '3x0000000000000000000000000000000AA',
  },
} as const;

/** What siteverify was sent, without the secret, and what it said. */
type Verification = {
  response: string;
  remoteip: string | null;
  idempotency_key: string | null;
  success: boolean;
  'error-codes': string[];
  at: string;
};

type Desk = { tokens: TurnstileTokens; verifications: Verification[] };

const WIDGET = readFileSync(join(import.meta.dirname, 'turnstile-widget.js'), 'utf8');
const KEPT_VERIFICATIONS = 1000;
const TEST_SITE_KEY = /^[123]x0{20}[A-F]{2}$/;
const TEST_KEY = /^[123]x0{20,}[A-F]{2}$/;

/** Whether a site key or a secret is one of those Cloudflare documents for tests. */
export function isTurnstileTestKey(key: string): boolean {
  return TEST_KEY.test(key);
}

const tokenRequest = z.strictObject({
  sitekey: z._default(z.string(), TURNSTILE_TEST_KEYS.site.passes),
  action: z._default(z.string(), ''),
  hostname: z._default(z.string(), 'localhost'),
  age_seconds: z._default(z.number().check(z.minimum(0)), 0),
});

const siteverifyRequest = z.object({
  secret: z._default(z.string(), ''),
  response: z._default(z.string(), ''),
  remoteip: z.optional(z.string()),
  idempotency_key: z.optional(z.string()),
});

/** Starts it. `GET /requests` lists what siteverify was sent, newest first. */
export async function startTurnstile(): Promise<Simulator> {
  const desk: Desk = { tokens: createTurnstileTokens(), verifications: [] };
  const { tokens, verifications } = desk;
  return await startSimulator({
    title: 'Cloudflare Turnstile',
    modes: plainModes,
    answer: (call) => route(desk, call),
    failure: (status) => ({
      status,
      body: { success: false, 'error-codes': ['internal-error'] },
      headers: { ...(status === 429 && { 'retry-after': '2' }) },
    }),
    forPages: /^\/turnstile\/v0\/(api\.js|token)$/,
    views: { '/requests': () => verifications },
    received: () =>
      verifications.map(({ at, remoteip, success, 'error-codes': errors }) =>
        [at, remoteip ?? 'no address', success ? 'passed' : errors.join(', ')].join(' · '),
      ),
    reset() {
      tokens.clear();
      verifications.length = 0;
    },
  });
}

function route(desk: Desk, call: Call): Answer {
  switch (`${call.method} ${call.path}`) {
    case 'GET /turnstile/v0/api.js':
      return {
        status: 200,
        body: WIDGET,
        headers: {
          'content-type': 'text/javascript; charset=utf-8',
          'cross-origin-resource-policy': 'cross-origin',
        },
      };
    case 'POST /turnstile/v0/token':
      return issueToken(desk, call);
    case 'POST /turnstile/v0/siteverify':
      return siteverify(desk, call);
    default:
      return { status: 404, body: { message: 'there is nothing here' } };
  }
}

function issueToken({ tokens }: Desk, { body }: Call): Answer {
  const parsed = tokenRequest.safeParse(parseJson(body));
  if (!parsed.success) {
    return { status: 400, body: { message: z.prettifyError(parsed.error) } };
  }
  const { sitekey, action, hostname, age_seconds: ageSeconds } = parsed.data;
  return TEST_SITE_KEY.test(sitekey)
    ? { status: 200, body: { token: tokens.issue({ action, hostname }, ageSeconds) } }
    : { status: 400, body: { message: 'only the documented test keys work here' } };
}

function siteverify(desk: Desk, call: Call): Answer {
  const parsed = siteverifyRequest.safeParse(readFields(call));
  if (!parsed.success) {
    return { status: 400, body: { success: false, 'error-codes': ['bad-request'] } };
  }
  const { response, remoteip = null, idempotency_key = null } = parsed.data;
  const verdict = judge(desk.tokens, parsed.data);
  desk.verifications.unshift({
    response,
    remoteip,
    idempotency_key,
    success: verdict.success,
    'error-codes': verdict['error-codes'],
    at: new Date().toISOString(),
  });
  desk.verifications.length = Math.min(desk.verifications.length, KEPT_VERIFICATIONS);
  return { status: 200, body: verdict };
}

function readFields({ headers, body }: Call): unknown {
  return headers['content-type']?.includes('json')
    ? parseJson(body)
    : Object.fromEntries(new URLSearchParams(body));
}

function judge(tokens: TurnstileTokens, asked: z.infer<typeof siteverifyRequest>) {
  const { secret } = TURNSTILE_TEST_KEYS;
  switch (asked.secret) {
    case '':
      return refused('missing-input-secret');
    case secret.fails:
      return refused(asked.response === '' ? 'missing-input-response' : 'invalid-input-response');
    case secret.spent:
      return refused('timeout-or-duplicate');
    case secret.passes: {
      if (asked.response === '') {
        return refused('missing-input-response');
      }
      const verdict = tokens.spend(asked.response, asked.idempotency_key ?? null);
      return 'errorCode' in verdict ? refused(verdict.errorCode) : passed(verdict);
    }
    default:
      return refused('invalid-input-secret');
  }
}

function refused(code: string) {
  return { success: false, 'error-codes': [code], messages: [] };
}

function passed({ challengeTs, facts }: { challengeTs: string; facts: object }) {
  return {
    success: true,
    challenge_ts: challengeTs,
    ...facts,
    'error-codes': [],
    cdata: '',
    metadata: { interactive: false },
  };
}

import { expect, test } from 'vitest';

import { createApp } from '../../src/app.ts';
import { configureProviders } from '../../src/core/integrations/configure.ts';
import { durableLimiter } from '../../src/core/limits/durable-limiter.ts';
import { features, windows } from '../../src/features.ts';
import type { Deps } from '../../src/deps.ts';
import type { Site } from '../../src/call.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { noCpuTime } from '../../src/platform/deadline.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { ok } from '../../src/platform/result.ts';
import type { RateLimiter } from '../../src/worker.ts';

const app = createApp(
  features.flatMap(({ routes }) => routes),
  async () => new Response('page'),
);

const now = new Date();
const later = new Date(now.getTime() + 3_600_000);

/** What the session look-up selects for a person with an authenticator waiting to be confirmed. */
const sessionRow = {
  session_id: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  method: 'password',
  session_created_at: now,
  authenticated_at: now,
  last_seen_at: now,
  expires_at: later,
  device_id: null,
  rotation: 0,
  presented_previous: false,
  account_id: '017f22e2-79b0-7cc3-98c4-dc0c0c073990',
  email: 'ada@example.com',
  roles: ['USER'],
  email_verified_at: null,
  phone_e164: null,
  phone_verified_at: null,
  account_created_at: now,
  two_factor_enabled: false,
  two_factor_secret_encrypted: 'v1.a.b.c',
  two_factor_pending_until: later,
  two_factor_enrolled_at: null,
  two_factor_last_used_at: null,
  two_factor_last_step: null,
  password_hash: '$argon2id$',
  backup_codes: [],
};

const refuseToBeAsked = () => {
  throw new Error('nobody expected this effect');
};

const mac = async () => new Uint8Array(32);

/** A site whose limiter's objects answer as `take` does, and whose hasher and vault must not be reached. */
function siteWith(answer: () => Promise<never>): Site {
  const object = { take: answer, reserve: answer, peek: answer, forgive: answer, release: answer };
  const objects = {
    idFromName: (name: string) => name,
    get: () => object,
  } as unknown as DurableObjectNamespace<RateLimiter>;
  const deps = {
    config: {},
    integrations: configureProviders({}),
    clock: systemClock,
    random: systemRandom,
    db: {
      query: async () => [
        { ...sessionRow, found: JSON.stringify({ session: sessionRow, recorded: false }) },
      ],
      roundTrips: 0,
    },
    limiter: durableLimiter({ objects, windows, vault: { mac }, cpuTime: noCpuTime }),
    vault: { mac, seal: refuseToBeAsked, open: refuseToBeAsked },
    hashQueue: { room: () => ok(null) },
    hasher: { hash: refuseToBeAsked, verify: refuseToBeAsked, isOutdated: refuseToBeAsked },
  } as unknown as Deps;
  return {
    clock: systemClock,
    random: systemRandom,
    log: { write: () => {} },
    deps: ok(deps),
    assets: { fetch: refuseToBeAsked },
    brandName: 'Sallyport',
  };
}

const overloaded = async () => {
  throw Object.assign(new Error('overloaded'), { overloaded: true });
};
const silent = async () => await new Promise<never>(() => {});

const signedIn = { cookie: `__Host-session=${'A'.repeat(43)}`, 'content-type': 'application/json' };

const guessable = [
  ['/api/auth/login', { email: 'ada@example.com', password: 'some password' }],
  ['/api/auth/register', { email: 'ada@example.com', password: 'seven purple otters sing' }],
  ['/api/auth/2fa/verify', { temp_token: 'x', code: '123456' }],
  ['/api/auth/2fa/confirm', { code: '123456' }],
  ['/api/auth/2fa/disable', { code: '123456' }],
  ['/api/auth/2fa/backup-codes', { code: '123456' }],
  ['/api/auth/reauthenticate', { password: 'some password' }],
] as const;

for (const [state, answer] of [
  ['overloaded', overloaded],
  ['silent', silent],
] as const) {
  test.for(guessable)(
    `with an ${state} limiter %s is refused before anything is compared`,
    async ([path, body]) => {
      const response = await app.request(
        path,
        { method: 'POST', headers: signedIn, body: JSON.stringify(body) },
        siteWith(answer),
      );
      const problem = await response.json<Record<string, unknown>>();
      expect(problem).toMatchObject({
        status: 503,
        error_code: 'LIMITER_UNAVAILABLE',
        retry_after: 2,
      });
      expect(response.headers.get('retry-after')).toBe('2');
    },
  );
}

test.for(['/api/auth/me', '/api/auth/2fa/status', '/api/health', '/api/system/policies'])(
  'with a dead limiter %s goes on',
  async (path) => {
    const response = await app.request(path, { headers: signedIn }, siteWith(overloaded));
    expect(response.status).toBe(200);
  },
);

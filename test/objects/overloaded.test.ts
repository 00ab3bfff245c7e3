import { expect, test } from 'vitest';

import { createApp } from '../../src/app.ts';
import { configureProviders } from '../../src/core/integrations/configure.ts';
import { createHashQueue } from '../../src/core/passwords/hash-queue.ts';
import { createHasher } from '../../src/core/passwords/password-hash.ts';
import { hashingLimits } from '../../src/core/passwords/limits.ts';
import { features } from '../../src/features.ts';
import type { Deps } from '../../src/deps.ts';
import type { Site } from '../../src/call.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { ok } from '../../src/platform/result.ts';

const app = createApp(
  features.flatMap(({ routes }) => routes),
  async () => new Response('page'),
);

const now = new Date();
const later = new Date(now.getTime() + 3_600_000);
const phc = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** What the look-ups return for a person with a second factor. */
const person = {
  session_id: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  method: 'totp',
  session_created_at: now,
  authenticated_at: now,
  last_seen_at: now,
  expires_at: later,
  device_id: null,
  rotation: 0,
  presented_previous: false,
  has_moved: false,
  account_id: '017f22e2-79b0-7cc3-98c4-dc0c0c073990',
  email: 'ada@example.com',
  roles: ['USER'],
  email_verified_at: null,
  phone_e164: null,
  phone_verified_at: null,
  account_created_at: now,
  two_factor_enabled: true,
  two_factor_secret_encrypted: 'v1.a.b.c',
  two_factor_last_step: null,
  password_hash: phc,
  status: 'active',
  backup_codes: [],
};

/** As a sign-in is answered, and as a session is: in one value. */
const row = { ...person, found: JSON.stringify({ session: person, recorded: false }) };

const refuseToBeAsked = () => {
  throw new Error('nobody expected this effect');
};

const LINE_SECONDS = hashingLimits.longestWaitMilliseconds / 1000 + 1;

/** A line that is full; `room` says so beforehand, or the attempt finds out when it wants to hash. */
function fullLine(isSeenBefore: boolean) {
  const turns = createHashQueue({ now: () => 0, sleep: async () => await new Promise(() => {}) });
  const { restMilliseconds } = hashingLimits;
  void turns.take(0, () => null); // is admitted at once, so the next request queues
  void turns.take(LINE_SECONDS * 1000 - 2 * restMilliseconds, () => null);
  return isSeenBefore ? turns : { ...turns, room: () => ok(null) };
}

interface Seen {
  readonly limiter: string[];
}

/** A site whose isolate has too much to hash, and whose look-ups find `rows`. */
function siteWith(isSeenBefore: boolean, rows: readonly object[], seen: Seen): Site {
  const note = (name: string, answer: object) => async () => {
    seen.limiter.push(name);
    return answer;
  };
  const vault = {
    mac: async () => new Uint8Array(32),
    seal: refuseToBeAsked,
    open: refuseToBeAsked,
  };
  const turns = fullLine(isSeenBefore);
  const deps = {
    config: {},
    integrations: configureProviders({}),
    clock: systemClock,
    random: systemRandom,
    db: { query: isSeenBefore ? refuseToBeAsked : async () => rows, roundTrips: 0 },
    limiter: {
      take: note('take', { ok: true }),
      reserve: note('reserve', {
        ok: true,
        counter: { account: 'ada', deviceId: null },
        locksOnFailure: true,
        failures: 0,
      }),
      release: note('release', {}),
      forgive: refuseToBeAsked,
      peek: refuseToBeAsked,
    },
    vault,
    hashQueue: turns,
    hasher: createHasher({
      argon2: { hash: refuseToBeAsked, hashesDone: 0 },
      vault,
      random: systemRandom,
      cost: { memoryKib: 19_456, iterations: 2, parallelism: 1 },
      turns,
    }),
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

async function send(path: string, body: object, site: Site) {
  const headers = {
    cookie: `__Host-session=${'A'.repeat(43)}`,
    'content-type': 'application/json',
  };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await app.request(path, init, site);
  const { trace_id: _differs, ...problem } = await response.json<Record<string, unknown>>();
  return { status: response.status, retryAfter: response.headers.get('retry-after'), problem };
}

const password = 'seven purple otters sing';
const hashing = [
  ['/api/auth/login', { email: 'ada@example.com', password }],
  ['/api/auth/register', { email: 'ada@example.com', password }],
  ['/api/auth/reauthenticate', { password, code: '123456' }],
  ['/api/auth/password/change', { new_password: password }],
  ['/api/auth/password/reset', { token: 'A'.repeat(43), new_password: password }],
  ['/api/auth/2fa/confirm', { code: '123456' }],
  ['/api/auth/2fa/backup-codes', { code: '123456' }],
] as const;

test.for(hashing)(
  'past the bound %s is refused with Retry-After, and costs no count and no query',
  async ([path, body]) => {
    const seen: Seen = { limiter: [] };
    const answer = await send(path, body, siteWith(true, [row], seen));
    expect(answer).toMatchObject({
      status: 503,
      retryAfter: String(LINE_SECONDS),
      problem: { error_code: 'OVERLOADED', retry_after: LINE_SECONDS },
    });
    expect(seen.limiter).toEqual([]);
  },
);

const reserved = [
  ['/api/auth/login', { email: 'ada@example.com', password }],
  ['/api/auth/reauthenticate', { password, backup_code: 'ABCD-EFGH-JKMN-PQRS' }],
  ['/api/auth/2fa/disable', { backup_code: 'ABCD-EFGH-JKMN-PQRS' }],
] as const;

test.for(reserved)(
  'an attempt at %s that meets a full hash queue after its reservation is given back uncompared',
  async ([path, body]) => {
    const seen: Seen = { limiter: [] };
    const answer = await send(path, body, siteWith(false, [row], seen));
    expect(answer).toMatchObject({ status: 503, problem: { error_code: 'OVERLOADED' } });
    expect(seen.limiter.filter((name) => name !== 'take')).toEqual(['reserve', 'release']);
  },
);

test('a full hash queue answers alike for an address with and without an account', async () => {
  for (const isSeenBefore of [true, false]) {
    const [known, unknown] = [{ limiter: [] }, { limiter: [] }];
    const body = { email: 'ada@example.com', password };
    const login = '/api/auth/login';
    expect(await send(login, body, siteWith(isSeenBefore, [row], known))).toEqual(
      await send(login, body, siteWith(isSeenBefore, [], unknown)),
    );
    expect(known).toEqual(unknown);
  }
});

test('a request that needs no hash is served past the bound', async () => {
  const site = siteWith(false, [row], { limiter: [] });
  const cookie = `__Host-session=${'A'.repeat(43)}`;
  const response = await app.request('/api/auth/me', { headers: { cookie } }, site);
  expect(response.status).toBe(200);
});

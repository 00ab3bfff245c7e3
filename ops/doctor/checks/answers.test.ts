import { expect, test } from 'vitest';

import { createApp } from '../../../src/app.ts';
import { loadConfig } from '../../../src/config.ts';
import { configureProviders } from '../../../src/core/integrations/configure.ts';
import type { Deps } from '../../../src/deps.ts';
import { features } from '../../../src/features.ts';
import type { Site } from '../../../src/call.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { dbErrors } from '../../../src/platform/db/errors.ts';
import { ApiError } from '../../../src/platform/errors.ts';
import { systemRandom } from '../../../src/platform/random.ts';
import { fail, ok, type Result } from '../../../src/platform/result.ts';
import { withSite } from '../testing.ts';
import { apiReference, deployedVariables, health, limiter, reachedDatabase } from './answers.ts';

const app = createApp(
  features.flatMap(({ routes }) => routes),
  async () => new Response('page'),
);

/** The Worker's own answers, with these effects behind it. */
function withWorker(deps: Result<Deps>) {
  const site: Site = {
    clock: systemClock,
    random: systemRandom,
    log: { write: () => {} },
    deps,
    assets: { fetch: async () => new Response() },
    brandName: 'Sallyport',
  };
  return withSite(async (url, init) => await app.request(url, init, site));
}

const working = {
  clock: systemClock,
  integrations: configureProviders({}),
  config: {},
  db: { query: async () => [{}], roundTrips: 0 },
  readiness: { last: async () => ({ ok: true, at: null }), note: async () => {} },
};
const depsOf = (changed: object) =>
  // A whole Deps would need a database and objects; what is not listed here fails the check that touches it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parts that readiness touches, and no others
  ok({ ...working, ...changed } as unknown as Deps);

const away = async () => {
  throw new ApiError(fail(dbErrors.DATABASE_UNAVAILABLE, 'away', { retryAfterSeconds: 2 }));
};

test('a Worker that has all it needs is in order', async () => {
  const context = withWorker(depsOf({}));
  for (const check of [health, deployedVariables, limiter, reachedDatabase]) {
    expect([check.id, (await check.examine(context)).result]).toEqual([check.id, 'ok']);
  }
});

test('a Worker without its variables names them, and each has its command', async () => {
  const unconfigured = loadConfig({});
  if (unconfigured.ok) {
    throw new Error('an empty configuration was accepted');
  }
  const finding = await deployedVariables.examine(withWorker(unconfigured));
  expect(finding.result).toBe('blocker');
  expect(finding.fix).toEqual([
    'openssl rand -base64 32 | npx wrangler secret put APP_ENC_KEY',
    'npx wrangler secret put DATABASE_URL',
  ]);
});

test('a silent limiter is a blocker and does not affect the database check', async () => {
  const context = withWorker(depsOf({ readiness: { last: async () => ({ ok: false }) } }));
  expect(await limiter.examine(context)).toMatchObject({
    result: 'blocker',
    fix: ['npm run deploy'],
  });
  expect((await reachedDatabase.examine(context)).result).toBe('could-not-check');
});

test('an unreachable database is a blocker and does not affect the limiter check', async () => {
  const context = withWorker(depsOf({ db: { query: away, roundTrips: 0 } }));
  expect(await reachedDatabase.examine(context)).toMatchObject({
    result: 'blocker',
    fix: ['npx wrangler secret put DATABASE_URL'],
  });
  expect((await limiter.examine(context)).result).toBe('ok');
});

test('no answer or a foreign answer at the address is a blocker', async () => {
  const silent = withSite(async () => {
    throw Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
  });
  expect(await health.examine(silent)).toMatchObject({
    result: 'blocker',
    sentence: 'https://sallyport.example does not answer (ECONNREFUSED).',
  });
  for (const check of [deployedVariables, limiter, reachedDatabase, apiReference]) {
    const { result } = await check.examine(silent);
    expect([check.id, result]).toEqual([check.id, 'could-not-check']);
  }
  const other = withSite(async () => Response.json({ hello: 1 }));
  expect((await health.examine(other)).result).toBe('blocker');
});

test.each([
  ['a page', async () => new Response('<!doctype html><p>Not here</p>', { status: 404 })],
  ['another problem', async () => Response.json({ error_code: 'NOT_FOUND' }, { status: 404 })],
  ['an error of the edge', async () => new Response('error code: 1101', { status: 500 })],
])('%s instead of readiness says nothing of variables', async (_, send) => {
  expect((await deployedVariables.examine(withSite(send))).result).toBe('could-not-check');
});

test('a Worker whose limiter or database fails is missing no variable', async () => {
  const silent = depsOf({ readiness: { last: async () => ({ ok: false }) } });
  const alone = depsOf({ db: { query: away, roundTrips: 0 } });
  for (const deps of [silent, alone]) {
    expect((await deployedVariables.examine(withWorker(deps))).result).toBe('ok');
  }
});

test('an API with its reference is in order, and one without is a warning', async () => {
  const described = withSite(async () => Response.json({ openapi: '3.1.0', paths: { '/a': {} } }));
  expect((await apiReference.examine(described)).result).toBe('ok');
  const mute = withSite(async () => Response.json({ status: 404 }, { status: 404 }));
  expect((await apiReference.examine(mute)).result).toBe('warning');
});

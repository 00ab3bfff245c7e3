import { expect, test } from 'vitest';
import * as z from 'zod/mini';

import { createApp } from '../../src/app.ts';
import type { Site } from '../../src/call.ts';
import { endpoint } from '../../src/core/endpoint/endpoint.ts';
import { lazyRoute } from '../../src/http.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { fail, ok } from '../../src/platform/result.ts';
import { requestErrors } from '../../src/platform/web/errors.ts';
import { nothing } from '../../src/platform/web/fields.ts';

const hello = endpoint({
  method: 'GET',
  path: '/api/hello',
  summary: 'For this test.',
  guard: 'public',
  limit: { none: 'same-for-all' },
  works: 'unconfigured',
  body: nothing,
  view: z.object({ hello: z.string() }),
});

const site: Site = {
  clock: systemClock,
  random: systemRandom,
  log: { write: () => {} },
  deps: fail(requestErrors.INTERNAL, 'unconfigured'),
  assets: { fetch: async () => new Response(null, { status: 404 }) },
  brandName: 'Sallyport',
};

test('a use case that could not be loaded is asked for again by the next request', async () => {
  let asked = 0;
  const load = async () => {
    asked += 1;
    if (asked === 1) {
      throw new Error('not there');
    }
    return { greet: () => ok({ hello: 'world', hidden: 'stripped by the view' }) };
  };
  const greeting = lazyRoute(hello, load, async ({ greet }) => await Promise.resolve(greet()));
  const app = createApp([greeting], async () => new Response());
  const first = await app.request('/api/hello', {}, site);
  expect([first.status, await first.json()]).toMatchObject([500, { error_code: 'INTERNAL' }]);
  const second = await app.request('/api/hello', {}, site);
  expect(second.status).toBe(200);
  expect(Object.keys(await second.json<object>()).toSorted()).toEqual(['hello', 'trace_id']);
});

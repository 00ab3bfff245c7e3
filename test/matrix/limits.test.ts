import { beforeAll, expect, test } from 'vitest';

import { pathsOf } from '../../src/core/endpoint/aliases.ts';
import { addressWindow } from '../../src/core/endpoint/counted-in.ts';
import { windows } from '../../src/features.ts';
import { attackWith, expectRepelled, labelOf, launch } from '../support/attack.ts';
import { newAddress, problemOf, type Answer } from '../support/client.ts';
import { contracts, pathOf, titled } from '../support/contracts.ts';
import { countedRequest, anonymousRequest, wholeRequest } from '../support/harmless.ts';
import { newStaff } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const limited = contracts.filter((spec) => addressWindow(spec) !== null);
const BEYOND = 4;

let cookie: string | null = null;

beforeAll(async () => {
  ({ cookie } = (await newStaff()).client);
});

function expectSaysWhen(answer: Answer, name: keyof typeof windows) {
  const { capacity, windowSeconds } = windows[name];
  const { retry_after: wait } = problemOf(answer);
  expect(Number.isInteger(wait)).toBe(true);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(windowSeconds);
  expect({
    'retry-after': answer.headers.get('retry-after'),
    ratelimit: answer.headers.get('ratelimit'),
    'ratelimit-policy': answer.headers.get('ratelimit-policy'),
  }).toEqual({
    'retry-after': String(wait),
    ratelimit: `"${name}";r=0;t=${wait}`,
    'ratelimit-policy': `"${name}";q=${capacity};w=${windowSeconds}`,
  });
}

test.for(titled(limited))('%s is spent after its window, and says until when', async ([, spec]) => {
  const window = addressWindow(spec);
  if (window === null) {
    return;
  }
  const { capacity } = windows[window];
  const address = newAddress();
  const counted = countedRequest(spec, cookie);
  const answers = await Promise.all(
    Array.from(
      { length: capacity + BEYOND },
      async (_, index) => await launch({ ...counted, address, name: String(index) }),
    ),
  );
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.map(labelOf).toSorted()).toEqual([
    ...Array.from({ length: capacity }, () => counted.allowed.join()),
    ...Array.from({ length: BEYOND }, () => '429 RATE_LIMITED'),
  ]);
  for (const answer of refused) {
    expectSaysWhen(answer, window);
  }
  const spent = { ...wholeRequest(spec), address, cookie, allowed: ['429 RATE_LIMITED'] };
  const elsewhere = {
    'x-forwarded-for': '198.51.100.7',
    'x-real-ip': '198.51.100.7',
    'true-client-ip': '198.51.100.7',
    forwarded: 'for=198.51.100.7',
    'x-client-ip': '198.51.100.7',
  };
  await expectRepelled(database, [
    { ...spent, name: 'a whole request' },
    { ...spent, name: 'from nobody', cookie: null, init: anonymousRequest(spec).init },
    {
      ...spent,
      name: 'from a forged address',
      init: wholeRequest(spec, { headers: elsewhere }).init,
    },
    { ...spent, name: 'another host of the network', address: `${address.slice(0, -1)}2` },
    ...pathsOf(spec).map((alias) =>
      attackWith(spent, {
        ...wholeRequest(spec, { path: pathOf({ path: alias }) }),
        name: alias,
      }),
    ),
  ]);
});

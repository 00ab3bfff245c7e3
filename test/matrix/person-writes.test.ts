import { beforeAll, expect, test } from 'vitest';

import { addressWindow, personWindow } from '../../src/core/endpoint/counted-in.ts';
import { uncounted } from '../../src/core/endpoint/uncounted.ts';
import { windows } from '../../src/features.ts';
import { labelOf, launch } from '../support/attack.ts';
import { newAddress, problemOf } from '../support/client.ts';
import { contracts, isForPeople, titled } from '../support/contracts.ts';
import { idleRequest } from '../support/harmless.ts';
import { newStaff } from '../support/person.ts';

const { capacity, windowSeconds } = windows['person-writes'];
const BEYOND = 3;

/** One of each kind of guard; that all others have the window is seen above, and admit.ts is one place. */
const writing = contracts.filter(
  (spec) =>
    personWindow(spec) === 'person-writes' &&
    ['/api/alerts/sms/test', '/api/account/phone', '/api/admin/users/:id/lock'].includes(spec.path),
);

let cookie: string | null = null;

beforeAll(async () => {
  ({ cookie } = (await newStaff()).client);
});

test.for(titled(contracts))('%s has a window that counts it, or says why not', ([, spec]) => {
  const [address, person] = [addressWindow(spec), personWindow(spec)];
  const reason = typeof spec.limit === 'object' ? uncounted[spec.limit.none] : null;
  expect(address ?? person ?? reason).not.toBeNull();
  expect(address === null ? 'ip' : windows[address].scope).toBe('ip');
  expect(person === null ? 'person' : windows[person].scope).toBe('person');
  expect(person === null || isForPeople(spec)).toBe(true);
});

test.for(titled(writing))(
  '%s is called by one person three hundred times in five minutes at most, from whatever addresses',
  async ([, spec]) => {
    const idle = idleRequest(spec);
    const answers = await Promise.all(
      Array.from({ length: capacity + BEYOND }, async (_, index) => {
        return await launch({ ...idle, cookie, address: newAddress(), name: String(index) });
      }),
    );
    expect(answers.map(labelOf).toSorted()).toEqual([
      ...Array.from({ length: capacity }, () => idle.allowed.join()),
      ...Array.from({ length: BEYOND }, () => '429 RATE_LIMITED'),
    ]);
    for (const answer of answers.filter(({ status }) => status === 429)) {
      const { limit, retry_after: wait } = problemOf(answer);
      expect(limit).toEqual({ name: 'person-writes', scope: 'person' });
      expect(wait).toBeLessThanOrEqual(windowSeconds);
    }
  },
);

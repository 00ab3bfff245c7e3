import { expect, inject, test } from 'vitest';

import { windows } from '../../src/features.ts';
import { newAddress } from '../support/client.ts';
import { newSignedIn } from '../support/person.ts';
import { rawRequest, sendRaw } from '../support/raw-http.ts';

/** What the URL standard resolves (section 4.4, path state) before the Worker is given the URL. */
const resolved = [
  '/api/auth/./me',
  '/api/./auth/me',
  '/./api/auth/me',
  '/../api/auth/me',
  '/api/auth/x/../me',
  '/api/auth/%2e/me',
  '/api/auth/x/%2E%2e/me',
  '/api/auth/x/.%2e/me',
  '/api\\auth\\me',
];

/** What looks like it and is another path. */
const others = [
  '/api/auth/me/.',
  '/api/auth/me/..',
  '/api/auth/.../me',
  '/api/auth//./me',
  '/api/auth/%252e/me',
  '/api/auth/me;.',
];

async function statusOf(path: string, cookie: string | null): Promise<number> {
  const headers = [`cf-connecting-ip: ${newAddress()}`, ...(cookie ? [`cookie: ${cookie}`] : [])];
  return (await sendRaw(inject('appUrl'), rawRequest('GET', path, headers))).status;
}

test('dot segments are resolved by the runtime before us: the endpoint answers by its own guard', async () => {
  const { client } = await newSignedIn();
  for (const path of resolved) {
    expect([path, await statusOf(path, client.cookie)]).toEqual([path, 200]);
    expect([path, await statusOf(path, null)]).toEqual([path, 401]);
  }
});

test('a path that only resembles a dot segment is not resolved', async () => {
  const { client } = await newSignedIn();
  for (const path of others) {
    expect([path, await statusOf(path, client.cookie)]).toEqual([path, 404]);
  }
});

test('a request through dot segments counts like any other', async () => {
  const address = newAddress();
  const { capacity } = windows.forgot;
  const ask = async (path: string, n: number) => {
    const body = JSON.stringify({ email: `nobody-${n}@example.com` });
    const headers = [
      `cf-connecting-ip: ${address}`,
      'content-type: application/json',
      `content-length: ${body.length}`,
    ];
    const { status } = await sendRaw(inject('appUrl'), rawRequest('POST', path, headers, body));
    return status;
  };
  for (let n = 0; n < capacity; n++) {
    expect(await ask('/api/auth/x/../password/./forgot', n)).toBe(202);
  }
  expect(await ask('/api/auth/password/forgot', capacity)).toBe(429);
});

import { expect, inject, test } from 'vitest';

import { Client, problemOf } from '../support/client.ts';
import { newSignedIn } from '../support/person.ts';

/** `host` is where the Worker believes to be: another than PUBLIC_URL's behind a proxy. */
async function signOutWith(headers: Readonly<Record<string, string>>, host: string) {
  const { client } = await newSignedIn(new Client({ url: host }));
  return await client.send('/api/auth/logout', { method: 'POST', headers });
}

const publicUrl = inject('appUrl');
/** The same Worker under a name that PUBLIC_URL does not know. */
const behindProxy = publicUrl.replace('localhost', '127.0.0.1');

test.for<[string, Record<string, string>]>([
  ['its origin', { origin: publicUrl }],
  ['the fetch of a page of ours', { 'sec-fetch-site': 'same-origin' }],
  ['what a person typed or opened', { 'sec-fetch-site': 'none' }],
  ['both', { origin: publicUrl, 'sec-fetch-site': 'same-origin' }],
  ['a page that names no origin', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
  ['no browser at all', {}],
])('a write that names us by %s is accepted, behind a proxy as well', async ([, headers]) => {
  expect((await signOutWith(headers, publicUrl)).status).toBe(200);
  expect((await signOutWith(headers, behindProxy)).status).toBe(200);
});

test('behind a proxy the host name of the proxy is accepted as our origin, and no other', async () => {
  expect((await signOutWith({ origin: behindProxy }, behindProxy)).status).toBe(200);
  const foreign = publicUrl.replace('localhost', 'localhost.evil.example');
  for (const origin of [foreign, behindProxy.replace('127.0.0.1', '127.0.0.2'), 'null']) {
    const refused = await signOutWith({ origin }, behindProxy);
    expect(problemOf(refused)).toMatchObject({ status: 403, error_code: 'ORIGIN_REFUSED' });
  }
});

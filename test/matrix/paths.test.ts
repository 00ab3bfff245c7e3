import { beforeAll, expect, inject, test } from 'vitest';

import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { addressWindow } from '../../src/core/endpoint/counted-in.ts';
import { windows } from '../../src/features.ts';
import { newAddress } from '../support/client.ts';
import { contracts, pathOf, titled } from '../support/contracts.ts';
import { countedRequest, wholeRequest } from '../support/harmless.ts';
import { newSignedIn } from '../support/person.ts';
import { rawRequest, sendRaw } from '../support/raw-http.ts';
import { snapshot } from '../support/snapshot.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
let cookie = '';

beforeAll(async () => {
  cookie = (await newSignedIn()).client.cookie ?? '';
});

/** The last part of the path that is no parameter: the one to spell otherwise. */
function fixedPart(spec: Endpoint): string {
  return spec.path.split('/').findLast((part) => part !== '' && !part.startsWith(':')) ?? '';
}

function encoded(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`;
}

/** The same path to a careless reader, and another one here. */
function spellings(spec: Endpoint): string[] {
  const path = pathOf(spec);
  const part = fixedPart(spec);
  const spelt = (other: string) => path.replace(`/${part}`, other);
  return [
    `/${path}`,
    path.replace('/api/', '/api//'),
    spelt(`//${part}`),
    `${path}/`,
    `${path}//`,
    path.toUpperCase(),
    path.replace('/api/', '/API/'),
    spelt(`/${part.toUpperCase()}`),
    spelt(`/${encoded(part.charAt(0))}${part.slice(1)}`),
    spelt(`/${part.slice(0, -1)}${encoded(part.slice(-1))}`),
    spelt(`/${part.slice(0, -1)}%25${encoded(part.slice(-1)).slice(1)}`),
    spelt(`/${part};x`),
    spelt(`/${part};jsessionid=1`),
    spelt(`%2f${part}`),
    spelt(`%2F${part}`),
    spelt(`%5c${part}`),
    spelt(`/${part}%00`),
    spelt(`/${part}%20`),
    spelt(`/${part}.json`),
    spelt(`/${part}*`),
  ].filter((other) => other !== path);
}

test.for(titled(contracts))('%s answers at no other spelling of its path', async ([, spec]) => {
  const before = await snapshot(database);
  const answers = await Promise.all(
    spellings(spec).map(async (path) => [path, await ask(spec, path, newAddress())] as const),
  );
  const reached = answers.filter(([, label]) => !/^40[45]\b/.test(label));
  expect(reached).toEqual([]);
  expect(await snapshot(database)).toEqual(before);
});

const limited = contracts.filter((spec) => addressWindow(spec) !== null);

test.for(titled(limited))('%s counts no other spelling of its path', async ([, spec]) => {
  const window = addressWindow(spec);
  if (window === null) {
    return;
  }
  const address = newAddress();
  const paths = spellings(spec);
  const attempts = windows[window].capacity + 1;
  await Promise.all(
    Array.from({ length: attempts }, async (_, index) => {
      await ask(spec, paths[index % paths.length] ?? '', address);
    }),
  );
  const { allowed, ...counted } = countedRequest(spec, cookie);
  expect(allowed).toContain(await send({ ...counted, address }));
});

async function ask(spec: Endpoint, path: string, address: string): Promise<string> {
  return await send({ ...wholeRequest(spec, { path }), cookie, address });
}

interface Sent {
  readonly path: string;
  readonly init: RequestInit;
  readonly cookie: string | null;
  readonly address: string;
}

/** Written out by hand, because a client library would tidy the path up. */
async function send({ path, init, cookie: cookies, address }: Sent): Promise<string> {
  const { method = 'GET', headers, body } = init;
  const text = typeof body === 'string' ? body : '';
  const lines = [
    ...[...new Headers(headers)].map(([name, value]) => `${name}: ${value}`),
    `content-length: ${text.length}`,
    `cf-connecting-ip: ${address}`,
    ...(cookies === null ? [] : [`cookie: ${cookies}`]),
  ];
  const answer = await sendRaw(inject('appUrl'), rawRequest(method, path, lines, text));
  const [, code] = /"error_code":"([A-Z_]+)"/.exec(answer.text) ?? [];
  return [answer.status, code].filter(Boolean).join(' ');
}

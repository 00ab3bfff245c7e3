import { beforeAll, inject, test } from 'vitest';

import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { attackWith, expectRepelled, type Attack } from '../support/attack.ts';
import {
  contracts,
  isForPeople,
  methodsAt,
  pathOf,
  titled,
  validBody,
} from '../support/contracts.ts';
import {
  idleRequest,
  json,
  anonymousAnswer,
  anonymousRequest,
  wholeRequest,
} from '../support/harmless.ts';
import { newStaff } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const writing = contracts.filter(({ method }) => method !== 'GET');

const LARGE = 16 * 1024;

/** The sessions of two people; whatever is refused leaves them as they are. */
let own = '';
let other = '';

beforeAll(async () => {
  own = (await newStaff()).client.cookie ?? '';
  other = (await newStaff()).client.cookie ?? '';
});

test.for(titled(contracts))('%s guesses between no two sessions', async ([, spec]) => {
  const [name, token = ''] = own.split('=');
  const cookies = {
    'two sessions': `${own}; ${other}`,
    'two sessions, the other way round': `${other}; ${own}`,
    'one session twice': `${own}; ${own}`,
    'a session and an empty one': `${own}; ${name}=`,
    'an empty session and one': `${name}=; ${own}`,
    'sessions far apart': `${own}; a=b; c=d;${name}=x`,
    'a session of 16 KB': `${name}=${'A'.repeat(LARGE)}`,
    'broken percent encoding': `${name}=%E0%A4%A`,
    'an encoded session': `${name}=%${token.charCodeAt(0).toString(16)}${token.slice(1)}`,
    'a quoted session': `${name}="${token}"`,
    'something behind the session': `${own}%00`,
    'another separator': `${own}, ${own}`,
  };
  const request = isForPeople(spec)
    ? { ...wholeRequest(spec), allowed: [anonymousAnswer(spec)] }
    : idleRequest(spec);
  const attacks = Object.entries(cookies).map(([title, cookie]) =>
    attackWith(request, {
      name: title,
      cookie,
    }),
  );
  await expectRepelled(database, attacks);
});

const noise: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a forged address': { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '::1', forwarded: 'for=_x' },
  'a forged host': { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
  'a forged path': { 'x-original-url': '/api/health', 'x-rewrite-url': '/api/health' },
  'another method': {
    'x-http-method-override': 'DELETE',
    'x-http-method': 'DELETE',
    'x-method-override': 'GET',
  },
  'a forged trace': { 'x-trace-id': 'a'.repeat(32), traceparent: 'x', tracestate: 'y=1' },
  'a forged person': { 'x-user-id': '1', 'x-role': 'ADMIN', authorization: 'Bearer x' },
  'an address that is none': { 'cf-connecting-ip': "'; drop table users; --" },
  'a long user agent': { 'user-agent': 'x'.repeat(8000) },
  'a request for another representation': {
    accept: 'text/html',
    'accept-language': '*',
    range: 'bytes=0-0',
  },
  'a condition': { 'if-none-match': '*', 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' },
};

const spoiltJars = {
  'a foreign cookie of 16 KB': (session: string) => `junk=${'x'.repeat(LARGE)}; ${session}`,
  'a foreign cookie with broken percent encoding': (session: string) =>
    `a=%E0%A4%A; ${session}; %=%`,
  'a thousand cookies': (session: string) => `${session}; ${'a=b; '.repeat(1000)}`,
  'cookies without names': (session: string) => `=; ;;${session};=x; ==`,
};

test.for(titled(contracts))('%s is not moved by headers that mean nothing', async ([, spec]) => {
  await expectRepelled(database, [
    ...Object.entries(noise).map(([name, headers]) =>
      attackWith(idleRequest(spec, { headers }), {
        name,
        cookie: own,
      }),
    ),
    ...Object.entries(spoiltJars).map(([name, jar]) =>
      attackWith(idleRequest(spec), {
        name,
        cookie: jar(own),
      }),
    ),
    ...(spec.guard === 'public' ? [] : anonymousWith(spec)),
  ]);
});

/** The same headers open nothing for somebody without a session, a token or a signature. */
function anonymousWith(spec: Endpoint): Attack[] {
  return Object.entries(noise).map(([name, headers]) =>
    attackWith(anonymousRequest(spec, { headers }), {
      name: `${name} from nobody`,
      allowed: [anonymousAnswer(spec)],
    }),
  );
}

function crossSite(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const { origin, hostname, port } = new URL(inject('appUrl'));
  const evil = 'https://evil.example';
  return {
    'an evil origin': { origin: evil },
    'no origin to speak of': { origin: 'null' },
    'an origin that begins as ours': { origin: `${origin}.evil.example` },
    'an origin with a name before ours': { origin: `http://evil.${hostname}:${port}` },
    'our origin with a user': { origin: `http://${hostname}:${port}@evil.example` },
    'another port': { origin: `http://${hostname}:${Number(port) + 1}` },
    'another scheme': { origin: origin.replace('http:', 'https:') },
    'an origin that a forged host agrees with': {
      origin: evil,
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example;proto=https',
    },
    'a cross-site fetch': { 'sec-fetch-site': 'cross-site' },
    'a same-site fetch': { 'sec-fetch-site': 'same-site' },
    'a cross-site fetch of an evil origin': { origin: evil, 'sec-fetch-site': 'cross-site' },
    'a same-site fetch without an origin to speak of': {
      origin: 'null',
      'sec-fetch-site': 'same-site',
    },
    'two kinds of fetch': { 'sec-fetch-site': 'same-origin, cross-site' },
  };
}

test.for(titled(writing))('%s takes nothing from a foreign page', async ([, spec]) => {
  const attacks = Object.entries(crossSite()).map(([name, headers]) =>
    attackWith(wholeRequest(spec, { headers }), {
      name,
      cookie: own,
      allowed: ['403 ORIGIN_REFUSED'],
    }),
  );
  await expectRepelled(database, attacks);
});

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

test.for(titled(contracts))('%s answers to no other method', async ([, spec]) => {
  const path = pathOf(spec);
  const known = methodsAt(path);
  const override = { 'x-http-method-override': spec.method, 'x-method-override': spec.method };
  const attacks = METHODS.filter((method) => !known.has(method)).flatMap((method) =>
    [path, `${path}?_method=${spec.method}`].map((target) => ({
      name: `${method} ${target}`,
      path: target,
      cookie: own,
      init:
        method === 'GET' || method === 'HEAD'
          ? { method, headers: override }
          : {
              method,
              headers: { ...json, ...override },
              body: JSON.stringify(spec.method === 'GET' ? {} : validBody(spec)),
            },
      allowed: ['405 METHOD_NOT_ALLOWED'],
      allow: [...known],
    })),
  );
  await expectRepelled(database, attacks);
});

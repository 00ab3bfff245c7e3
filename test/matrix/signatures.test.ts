import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { pathsOf } from '../../src/core/endpoint/aliases.ts';
import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { attackWith, expectRepelled, type Attack } from '../support/attack.ts';
import { contracts, missingId, pathOf, titled } from '../support/contracts.ts';
import { form, json, wholeRequest } from '../support/harmless.ts';
import { newSignedIn } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const signed = contracts.filter(({ guard }) => guard === 'signature');
const forms = contracts.filter(({ accepts }) => accepts === 'form');

const FORBIDDEN = ['403 FORBIDDEN'];
const CAP = 64 * 1024;
const SID = 'SM0123456789abcdef0123456789abcdef';
const MAIL_REPORT = `{"type":"email.bounced","data":{"email_id":"x","bounce":{"type":"Permanent"}}}`;
const REPORT = `MessageSid=${SID}&MessageStatus=delivered`;

let cookie: string | null = null;

/** A call whose end a report could still decide. */
const eventId = missingId();

beforeAll(async () => {
  ({ cookie } = (await newSignedIn()).client);
  await database.rows(
    `insert into integration_usage_events
       (id, provider, operation, kind, status, trace_id, provider_ref, latency_ms, created_at)
     values ($1, 'twilio', 'messages.create', 'use', 'PENDING', $2, $3, 1, now())`,
    [eventId, 'f'.repeat(32), SID],
  );
});

afterAll(async () => {
  await database.rows('delete from integration_usage_events where id = $1', [eventId]);
});

function hmac(algorithm: string, key: string, text: string) {
  return createHmac(algorithm, key).update(text).digest('base64');
}

/** Signatures of somebody who knows how, and does not know the key. */
function forgeries(target: string): Readonly<Record<string, string>> {
  const text = `${inject('appUrl')}${target}MessageSid${SID}MessageStatusdelivered`;
  return {
    'an empty signature': '',
    'no base64': '%%%%',
    'as many zeros': Buffer.alloc(20).toString('base64'),
    'a guessed key': hmac('sha1', 'secret', text),
    'an empty key': hmac('sha1', '', text),
    'the name of the account as the key': hmac('sha1', `AC${'0'.repeat(32)}`, text),
    'another algorithm': hmac('sha256', 'secret', text),
    'two signatures': `${hmac('sha1', '', text)}, ${hmac('sha1', 'secret', text)}`,
    'a signature of 16 KB': 'A'.repeat(16 * 1024),
    null: 'null',
  };
}

function svix(signature: string): Record<string, string> {
  const seconds = String(Math.floor(Date.now() / 1000));
  return { 'svix-id': 'msg_x', 'svix-timestamp': seconds, 'svix-signature': signature };
}

/** What may come with a report instead of the signature of its sender. */
function impostors(target: string): (readonly [name: string, headers: Record<string, string>])[] {
  const named = Object.entries(forgeries(target));
  const elsewhere = named.map(([name, signature]) => {
    const authorization = `Bearer ${signature.slice(0, 1000)}`;
    const headers = { 'x-signature': signature, 'x-hub-signature': signature, authorization };
    return [`${name} in other headers`, headers] as const;
  });
  return [
    ['no signature', {}],
    ...named.flatMap(([name, value]) => [
      [name, { 'x-twilio-signature': value }] as const,
      [`${name} in Svix's headers`, svix(value)] as const,
      [`${name} as Svix's version 1`, svix(`v1,${value}`)] as const,
    ]),
    ...elsewhere,
  ];
}

function reportFor(accepts: Endpoint['accepts'], headers: Record<string, string>) {
  return accepts === 'form'
    ? { headers: { ...form, ...headers }, body: REPORT }
    : { headers: { ...json, ...headers }, body: MAIL_REPORT };
}

test.for(titled(signed))('%s believes nothing that its sender did not sign', async ([, spec]) => {
  const attacks = pathsOf(spec).flatMap((path) => {
    const target = `${pathOf({ path })}?event=${eventId}`;
    return impostors(target).flatMap(([name, headers]) =>
      [null, cookie].map((session): Attack => ({
        name: `${path} with ${name}${session ? ' and a session' : ''}`,
        path: target,
        init: { method: spec.method, ...reportFor(spec.accepts, headers) },
        cookie: session,
        allowed: FORBIDDEN,
      })),
    );
  });
  await expectRepelled(database, attacks);
});

const types = [
  'application/json',
  'text/plain',
  'text/plain; charset=application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded, text/plain',
  'application/x-www-form-urlencoded-x',
  'application/octet-stream',
];

test.for(titled(forms))('%s takes a form and nothing else', async ([, spec]) => {
  const { path } = wholeRequest(spec);
  const parts = new FormData();
  parts.append('MessageSid', SID);
  const request = { path, allowed: ['415 UNSUPPORTED_MEDIA_TYPE'] };
  const { method } = spec;
  await expectRepelled(database, [
    ...types.map((type) =>
      attackWith(request, {
        name: type,
        init: { method, headers: { 'content-type': type }, body: REPORT },
      }),
    ),
    { ...request, name: 'JSON', init: { method, headers: json, body: '{"MessageSid":"x"}' } },
    { ...request, name: 'parts', init: { method, body: parts } },
    { ...request, name: 'no type', init: { method, body: new TextEncoder().encode(REPORT) } },
  ]);
});

const odd: Readonly<Record<string, string>> = {
  nothing: '',
  'nothing but separators': '&&=&&;',
  'broken percent encoding': 'MessageSid=%&%zz=%E0%A4%A',
  'a NUL': 'MessageSid=%00&%00=x',
  'bytes that are no text once decoded': 'MessageSid=%ff%fe',
  'a lone surrogate': 'MessageSid=%ED%A0%80',
  'one field twice': `${REPORT}&MessageSid=x`,
  'names of objects': '__proto__=x&constructor=y&toString=z',
  'JSON in place of a form': '{"MessageSid":"x"}',
  'ten thousand fields': 'a=b&'.repeat(10_000),
};

test.for(titled(forms))('%s is not moved by an odd form', async ([, spec]) => {
  const { method } = spec;
  const attacks = Object.entries(odd).flatMap(([name, body]) =>
    [{}, { 'x-twilio-signature': hmac('sha1', '', body) }].map((headers) => ({
      name,
      path: pathOf(spec),
      init: { method, headers: { ...form, ...headers }, body },
      allowed: FORBIDDEN,
    })),
  );
  await expectRepelled(database, attacks);
});

test.for(titled(forms))('%s reads a form of at most 64 KiB, and UTF-8 alone', async ([, spec]) => {
  const { method } = spec;
  const long = REPORT.padEnd(CAP + 1, 'x');
  const common = { path: pathOf(spec) };
  const stream = (body: string) => ({
    method,
    headers: form,
    body: new Blob([body]).stream(),
    duplex: 'half',
  });
  const large = ['413 BODY_TOO_LARGE'];
  const binary = new TextEncoder().encode(`x${REPORT}`).fill(0xff, 0, 1);
  await expectRepelled(database, [
    {
      ...common,
      name: 'one byte too many',
      init: { method, headers: form, body: long },
      allowed: large,
    },
    { ...common, name: 'one byte too many in chunks', init: stream(long), allowed: large },
    { ...common, name: 'as long as may be', init: stream(long.slice(1)), allowed: FORBIDDEN },
    {
      ...common,
      name: 'bytes that are not UTF-8',
      init: { method, headers: form, body: binary },
      allowed: ['400 INVALID_REQUEST'],
    },
  ]);
});

test('some endpoints take reports of a provider, each of them as a form or a signed text', () => {
  expect(signed.length).toBeGreaterThan(forms.length);
  expect(contracts.filter(({ accepts }) => accepts !== undefined)).toEqual(signed);
});

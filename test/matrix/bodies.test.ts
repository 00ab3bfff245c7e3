import { beforeAll, test } from 'vitest';

import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { expectRepelled, type Attack } from '../support/attack.ts';
import {
  contracts,
  fieldsOf,
  needsFields,
  pathOf,
  titled,
  validBodies,
  validBody,
} from '../support/contracts.ts';
import { credentialsFor, json } from '../support/harmless.ts';
import { newStaff } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const writing = contracts.filter(
  ({ method, accepts }) => method !== 'GET' && accepts === undefined,
);

const BAD = ['400 INVALID_REQUEST'];
const TOO_LARGE = ['413 BODY_TOO_LARGE'];
const WRONG_TYPE = ['415 UNSUPPORTED_MEDIA_TYPE'];
const CAP = 64 * 1024;

type Case = Pick<Attack, 'name' | 'init' | 'allowed'>;

/** Somebody who is signed in and fresh, as a service shows its token: the body alone can be refused. */
let cookie: string | null = null;

beforeAll(async () => {
  ({ cookie } = (await newStaff()).client);
});

async function expectRefused(spec: Endpoint, cases: readonly Case[]): Promise<void> {
  const attacks = cases.map(({ init, ...rest }) => ({
    ...rest,
    path: pathOf(spec),
    cookie,
    init: { method: spec.method, ...init, headers: withCredentials(spec, init) },
  }));
  await expectRepelled(database, attacks);
}

function withCredentials(spec: Endpoint, init: RequestInit): Headers {
  const headers = new Headers(init.headers);
  for (const [name, value] of Object.entries(credentialsFor(spec))) {
    headers.set(name, value);
  }
  return headers;
}

function text(name: string, body: BodyInit, allowed = BAD): Case {
  return { name, init: { headers: json, body }, allowed };
}

/** JSON with one more member, written out: an object literal cannot hold `__proto__`. */
function withMember(body: object, name: string, value: string): string {
  const rest = JSON.stringify(body).slice(1, -1);
  return `{${[rest, `"${name}":${value}`].filter(Boolean).join(',')}}`;
}

/** Pairs, because an object literal cannot hold `__proto__` either. */
const unknownFields = [
  ['user_id', '"01900000-0000-7000-8000-000000000000"'],
  ['id', '"01900000-0000-7000-8000-000000000000"'],
  ['role', '"ADMIN"'],
  ['roles', '["ADMIN"]'],
  ['status', '"active"'],
  ['email_verified_at', '"2020-01-01T00:00:00Z"'],
  ['two_factor_enabled', 'false'],
  ['__proto__', '{"role":"ADMIN"}'],
  ['constructor', '{"prototype":{"role":"ADMIN"}}'],
  ['prototype', '{"role":"ADMIN"}'],
  ['toString', '1'],
  ['', '1'],
] as const;

test.for(titled(writing))('%s knows no field but its own', async ([, spec]) => {
  const known = fieldsOf(spec);
  const cases = unknownFields
    .filter(([name]) => !known.includes(name))
    .flatMap(([name, value]) =>
      validBodies(spec).map((body) =>
        text(`${name} beside ${Object.keys(body).join(', ')}`, withMember(body, name, value)),
      ),
    );
  await expectRefused(spec, cases);
});

const types = [
  'text/plain',
  'text/plain; charset=application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/json, text/plain',
  'application/jsonp',
  'application/problem+json',
  'text/json',
  'application/octet-stream',
];

test.for(titled(writing))('%s takes JSON and nothing else', async ([, spec]) => {
  const body = validBody(spec);
  const form = new FormData();
  const pairs = new URLSearchParams({ a: 'b' });
  for (const [name, value] of Object.entries(body)) {
    form.append(name, String(value));
    pairs.append(name, String(value));
  }
  const whole = JSON.stringify(body);
  const bytes = new TextEncoder().encode(whole);
  await expectRefused(spec, [
    ...types.map((type) => ({
      name: type,
      init: { headers: { 'content-type': type }, body: whole },
      allowed: WRONG_TYPE,
    })),
    { name: 'no content type', init: { body: bytes }, allowed: WRONG_TYPE },
    { name: 'a form post', init: { body: pairs }, allowed: WRONG_TYPE },
    { name: 'a multipart post', init: { body: form }, allowed: WRONG_TYPE },
  ]);
});

/** Without a declared length: fetch sends a stream in chunks. */
function chunked(name: string, body: string, allowed: readonly string[]): Case {
  const init = { headers: json, body: new Blob([body]).stream(), duplex: 'half' };
  return { name, init, allowed };
}

test.for(titled(writing))('%s reads at most 64 KiB, however they come', async ([, spec]) => {
  const whole = JSON.stringify(validBody(spec));
  const long = withMember(validBody(spec), 'password', `"${'x'.repeat(1_000_000)}"`);
  await expectRefused(spec, [
    text('one byte too many', whole.padEnd(CAP + 1), TOO_LARGE),
    text('a password of a million characters', long, TOO_LARGE),
    chunked('one byte too many in chunks', whole.padEnd(CAP + 1), TOO_LARGE),
    chunked('a million characters in chunks', long, TOO_LARGE),
    chunked('broken JSON in chunks', `${whole}}`, BAD),
  ]);
});

const DEPTH = 20_000;
const nested = `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`;
// Six characters a level fill the cap sooner.
const nestedObjects = `${'{"a":'.repeat(DEPTH / 2)}1${'}'.repeat(DEPTH / 2)}`;

test.for(titled(writing))('%s refuses what is no object of its fields', async ([, spec]) => {
  const whole = JSON.stringify(validBody(spec));
  const bytes = new TextEncoder().encode(` ${whole}`);
  await expectRefused(spec, [
    ...['[]', `[${whole}]`, '1', '"x"', 'null', 'true', '{', 'NaN', whole + whole, `${whole},`].map(
      (body) => text(`the body ${body.slice(0, 40)}`, body),
    ),
    ...(needsFields(spec) ? [text('an empty body', ''), text('an empty object', '{}')] : []),
    text('nothing but spaces', '   '),
    text('20,000 lists in each other', nested),
    text('10,000 objects in each other', nestedObjects),
    text('20,000 lists never closed', '['.repeat(DEPTH)),
    text('a byte order mark before it', `\ufeff${whole}`),
    text('a byte order mark alone', '\ufeff'),
    text('a NUL behind it', `${whole}\u0000`),
    text('bytes that are not UTF-8', bytes.fill(0xff, 0, 1)),
    text('UTF-16', new Uint8Array(Buffer.from(`\ufeff${whole}`, 'utf16le'))),
  ]);
});

const characters: Readonly<Record<string, string>> = {
  'a NUL in it': '\u0000',
  'a lone high surrogate': '\ud800',
  'a lone low surrogate': '\udc00',
};

const insteadOfNumber = ['-1', '0.5', '"1"', '1e21', '9007199254740993', '-9007199254740993'];

const instead = ['1', '1e999', 'true', 'null', '[]', '["x"]', '{}', '{"$ne":null}', nested];

/** Each field in turn, with the others good. */
function fieldCases(spec: Endpoint): Case[] {
  return validBodies(spec).flatMap((body) =>
    Object.entries(body).flatMap(([field, value]) => {
      const { [field]: _gone, ...rest } = body;
      const replaced = instead
        .filter((other) => JSON.stringify(value) !== other)
        .filter((other) => typeof value !== 'number' || other !== '1')
        .map((other) => text(`${field} is ${other.slice(0, 20)}`, withMember(rest, field, other)));
      return replaced.concat(
        typeof value === 'string'
          ? spoiltTexts(field, value).map(beside(rest))
          : insteadOfNumber.map((other) =>
              text(`${field} is ${other}`, withMember(rest, field, other)),
            ),
      );
    }),
  );
}

interface SpoiltText {
  readonly field: string;
  readonly name: string;
  readonly value: string;
}

function spoiltTexts(field: string, good: string): SpoiltText[] {
  return Object.entries(characters).flatMap(([name, character]) =>
    [`${good}${character}`, `${character}${good}`, character].map((value) => ({
      field,
      name,
      value,
    })),
  );
}

function beside(rest: object) {
  return ({ field, name, value }: SpoiltText) =>
    text(`${field} with ${name}`, withMember(rest, field, JSON.stringify(value)));
}

test.for(titled(writing.filter((spec) => fieldsOf(spec).length > 0)))(
  '%s refuses each field with anything else in its place',
  async ([, spec]) => {
    await expectRefused(spec, fieldCases(spec));
  },
);

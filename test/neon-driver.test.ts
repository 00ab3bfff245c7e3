import { neon, neonConfig, types } from '@neondatabase/serverless';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startDatabase, type LocalDatabase } from '../dev/database.ts';
import { neonHttp, StatementRefused } from '../src/platform/db/neon-http.ts';
import { valueReader } from '../src/platform/db/value-reader.ts';
import { WrongType } from '../src/platform/db/wrong-type.ts';

/** Ours beside Neon's own driver, over a real PostgreSQL: whatever both can say, they say and read alike. */
let database: LocalDatabase;
const patient = new AbortController().signal;

beforeAll(async () => {
  database = await startDatabase({ migrations: null });
  neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`;
});
afterAll(async () => await database.stop());

const ours = async (query: string, values: readonly unknown[] = []) =>
  await neonHttp(database.neonUrl).query({ text: query, values }, patient);
const theirs = async (query: string, values: readonly unknown[] = []) =>
  await neon(database.neonUrl).query(query, [...values]);

describe('ours and the driver read the same values', () => {
  test.for([
    `true as yes, false as no, null::boolean as nothing`,
    `1::smallint as small, (-2147483648)::int as whole, 9007199254740993::bigint as big, 4294967295::oid as oid`,
    `1.5::real as real, 'NaN'::float8 as nan, '-Infinity'::float8 as endless, 12.340::numeric as exact`,
    `'' as empty, 'ü\\n"' as words, 'a'::char(3) as padded, 'n'::name as name, gen_random_uuid() is null as uuid`,
    `'6d9f3d9e-5b7c-4f0e-9d35-3a6a8f9d1c11'::uuid as id, '198.51.100.7'::inet as address`,
    `'2026-11-20 12:00:00.123456+00'::timestamptz as at, '1999-12-31 23:59:59-08'::timestamptz as before`,
    `array['2026-11-20 12:00:00.5+00'::timestamptz, null] as times`,
    `'{"deep": [1, null, "a"]}'::jsonb as json, '[1]'::json as old, 'null'::jsonb as nothing`,
    `array['a "b"', 'c,d', 'NULL', null, '', '{}', e'back\\\\slash', e'new\\nline'] as list, '{}'::text[] as none`,
    `array[1, null, 3] as numbers, array[9007199254740993] as big, array[true, false] as flags, array[1.5::float8] as sizes`,
    `array['6d9f3d9e-5b7c-4f0e-9d35-3a6a8f9d1c11']::uuid[] as ids, array['{"a": "b,c"}'::jsonb] as objects`,
    `array[1::smallint] as small, array['x']::varchar[] as short`,
    `1 as "__proto__", 2 as constructor`,
  ])('select %s', async (list) => {
    expect(await ours(`select ${list}`)).toEqual(await theirs(`select ${list}`));
  });

  test('bytes', async () => {
    const [mine] = await ours(`select '\\x0001ff'::bytea as bytes, ''::bytea as none`);
    const [driver] = await theirs(`select '\\x0001ff'::bytea as bytes, ''::bytea as none`);
    for (const name of ['bytes', 'none']) {
      const [here = [], there = []] = [mine?.[name], driver?.[name]] as Uint8Array[];
      expect(Array.from(here)).toEqual(Array.from(there));
    }
  });

  test('at a session that lives in another time zone', async () => {
    const zoned = `'2026-11-20 12:00:00+00'::timestamptz at time zone 'UTC' is not null as is_there`;
    expect(await ours(`select ${zoned}`)).toEqual(await theirs(`select ${zoned}`));
    for (const zone of ['Asia/Kolkata', 'America/St_Johns', 'Asia/Kathmandu']) {
      const query = `with zone as (select set_config('timezone', '${zone}', false))
        select '2026-07-01 00:00:00+00'::timestamptz as at from zone`;
      expect(await ours(query)).toEqual([{ at: new Date('2026-07-01T00:00:00Z') }]);
    }
  });

  test('rows in their order, and none', async () => {
    const many = 'select n, n % 2 = 0 as even from generate_series(1, 300) as n order by n desc';
    expect(await ours(many)).toEqual(await theirs(many));
    expect(await ours('select 1 where false')).toEqual([]);
  });
});

describe('ours and the driver hand the same parameters over', () => {
  test.for<[string, unknown]>([
    ['text', 'it\'s "quoted" \\ ü 🚪'],
    ['text', ''],
    ['int', 42],
    ['float8', -0.1],
    ['bigint', 9007199254740993n],
    ['boolean', true],
    ['text', null],
    ['timestamptz', new Date('2026-11-20T12:00:00.123Z')],
    ['bytea', Buffer.from([0, 1, 255])],
    ['jsonb', { deep: [1, null, 'ü'] }],
    ['text[]', ['a "b"', 'c,d', 'NULL', null, '', '{}', 'back\\slash', 'new\nline']],
    ['text[]', []],
    ['int[]', [1, null, 3]],
    ['uuid[]', ['6d9f3d9e-5b7c-4f0e-9d35-3a6a8f9d1c11']],
    ['boolean[]', [true, false]],
    ['timestamptz[]', [new Date('2026-11-20T12:00:00.123Z')]],
  ])('%s', async ([type, value]) => {
    const query = `select ($1::${type})::text as seen`;
    expect(await ours(query, [value])).toEqual(await theirs(query, [value]));
  });

  test('a parameter that has no text is a bug, not an outage', async () => {
    await expect(ours('select $1', [() => 1])).rejects.toThrow('a parameter cannot be a function');
  });
});

test('a type nobody means is a bug at its first row', async () => {
  for (const value of ['now()::date', 'now()::timestamp', `'1 day'::interval`, `'(1,2)'::point`]) {
    await expect(ours(`select ${value} as value`)).rejects.toThrow('select it as text');
  }
});

test('whatever type the driver reads as more than text, is read here too or refused', () => {
  const asText = [types.getTypeParser(25), valueReader(25)] as const;
  const forgotten: number[] = [];
  for (let oid = 1; oid < 10_000; oid++) {
    const isRead = types.getTypeParser(oid) !== asText[0] && oid !== 20; // a bigint is text to both
    forgotten.push(...(isRead && isText(oid, asText[1]) ? [oid] : []));
  }
  expect(forgotten).toEqual([]);
});

function isText(oid: number, same: unknown): boolean {
  try {
    return valueReader(oid) === same;
  } catch (error) {
    if (error instanceof WrongType) {
      return false;
    }
    throw error;
  }
}

test('a refused statement keeps its SQLSTATE and its sentence', async () => {
  const refused = await ours('select nonsense').catch((error: unknown) => error);
  const driver = await theirs('select nonsense').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StatementRefused);
  expect(refused).toMatchObject({ code: '42703' });
  expect(refused).toHaveProperty('message', (driver as Error).message);
  await expect(ours('select 1; select 2')).rejects.toMatchObject({ code: '42601' });
});

test('the request itself is the one the driver makes, but for the name it goes by', async () => {
  const seen: { method: unknown; url: unknown; headers: unknown; body: unknown }[] = [];
  const server = createServer();
  const note = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url, headers } = request;
    const body: unknown = JSON.parse(await text(request));
    seen.push({ method, url, headers: neonHeaders(headers), body });
    response.end('{"fields": [], "rows": []}');
  };
  server.on('request', (request, response) => void note(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  for (const rest of ['', '?sslmode=require&channel_binding=require']) {
    const url = `postgres://user:p%40ss%2Fword@127.0.0.1:${port}/my%20db${rest}`;
    const values = ['a', 1, true, null, ['x', 'y"z'], { a: [1] }];
    await neonHttp(url).query({ text: 'select $1', values }, patient);
    await neon(url).query('select $1', values);
  }
  server.close();
  server.closeAllConnections();
  expect(seen).toHaveLength(4);
  expect(seen[0]).toEqual(seen[1]);
  expect(seen[2]).toEqual(seen[3]);
});

function neonHeaders(headers: NodeJS.Dict<string | string[]>) {
  const ofNeon = Object.entries(headers).filter(([name]) => name.startsWith('neon-'));
  return Object.fromEntries(
    ofNeon.map(([name, value]) => [
      name,
      String(value).replace(/application_name=[^&]*/, 'application_name='),
    ]),
  );
}

test('a host that is not this machine is asked over https, at its api', async () => {
  const asked: unknown[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = async (input) => {
    asked.push(input);
    return Response.json({ fields: [], rows: [] });
  };
  try {
    const url = 'postgresql://u:p@ep-cool-1.eu-central-1.aws.neon.tech/db?sslmode=require';
    await neonHttp(url).query({ text: 'select 1', values: [] }, patient);
  } finally {
    globalThis.fetch = original;
  }
  expect(asked).toEqual(['https://api.eu-central-1.aws.neon.tech/sql']);
});

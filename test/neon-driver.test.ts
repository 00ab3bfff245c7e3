import { NeonDbError } from '@neondatabase/serverless';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startDatabase, type LocalDatabase } from '../dev/database.ts';
import { neonAt } from '../src/platform/db/neon.ts';

/** What Neon's driver, as the Worker asks it, makes of values over a real PostgreSQL. */
let database: LocalDatabase;
const neverAborted = new AbortController().signal;

beforeAll(async () => {
  database = await startDatabase({ migrations: null });
});
afterAll(async () => await database.stop());

const ask = async (query: string, values: readonly unknown[] = []) =>
  await neonAt(database.neonUrl).query({ text: query, values }, neverAborted);

const id = '6d9f3d9e-5b7c-4f0e-9d35-3a6a8f9d1c11';

const columns: readonly [string, unknown][] = [
  ['true', true],
  ['null::boolean', null],
  ['1::smallint', 1],
  ['(-2147483648)::int', -2147483648],
  ['9007199254740993::bigint', '9007199254740993'],
  ['4294967295::oid', 4294967295],
  ['1.5::real', 1.5],
  [`'NaN'::float8`, NaN],
  [`'-Infinity'::float8`, -Infinity],
  ['12.340::numeric', '12.340'],
  [`''`, ''],
  [`'ü\\n"'`, 'ü\\n"'],
  [`'a'::char(3)`, 'a  '],
  [`'${id}'::uuid`, id],
  [`'198.51.100.7'::inet`, '198.51.100.7'],
  [`'2026-11-20 12:00:00.123456+00'::timestamptz`, new Date('2026-11-20T12:00:00.123Z')],
  [`'1999-12-31 23:59:59-08'::timestamptz`, new Date('2000-01-01T07:59:59Z')],
  [
    `array['2026-11-20 12:00:00.5+00'::timestamptz, null]`,
    [new Date('2026-11-20T12:00:00.5Z'), null],
  ],
  [`'{"deep": [1, null, "a"]}'::jsonb`, { deep: [1, null, 'a'] }],
  [`'[1]'::json`, [1]],
  [`'null'::jsonb`, null],
  [
    `array['a "b"', 'c,d', 'NULL', null, '', '{}', e'back\\\\slash', e'new\\nline']`,
    ['a "b"', 'c,d', 'NULL', null, '', '{}', 'back\\slash', 'new\nline'],
  ],
  [`'{}'::text[]`, []],
  ['array[1, null, 3]', [1, null, 3]],
  ['array[9007199254740993]', ['9007199254740993']],
  ['array[true, false]', [true, false]],
  [`array['${id}']::uuid[]`, [id]],
  [`array['{"a": "b,c"}'::jsonb]`, [{ a: 'b,c' }]],
];

describe('a column is read as', () => {
  test.for(columns)('%s', async ([value, read]) => {
    expect(await ask(`select ${value} as value`)).toEqual([{ value: read }]);
  });

  test('bytes', async () => {
    const [row] = await ask(`select '\\x0001ff'::bytea as bytes, ''::bytea as none`);
    expect(Array.from(row?.['bytes'] as Uint8Array)).toEqual([0, 1, 255]);
    expect(Array.from(row?.['none'] as Uint8Array)).toEqual([]);
  });

  test('a time, at whatever zone the session of the server lives in', async () => {
    for (const zone of ['Asia/Kolkata', 'America/St_Johns', 'Asia/Kathmandu']) {
      const query = `with zone as (select set_config('timezone', '${zone}', false))
        select '2026-07-01 00:00:00+00'::timestamptz as at from zone`;
      expect(await ask(query)).toEqual([{ at: new Date('2026-07-01T00:00:00Z') }]);
    }
  });

  test('rows in their order, none, and names that an object has already', async () => {
    const many = 'select n from generate_series(1, 300) as n order by n desc';
    const rows = await ask(many);
    expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 300 }, (_, index) => 300 - index));
    expect(await ask('select 1 where false')).toEqual([]);
    const [odd] = await ask('select 1 as "__proto__", 2 as constructor');
    expect(Object.entries(odd ?? {})).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });
});

describe('a parameter arrives as', () => {
  test.for<[string, unknown, string | null]>([
    ['text', 'it\'s "quoted" \\ ü 🚪', 'it\'s "quoted" \\ ü 🚪'],
    ['text', '', ''],
    ['int', 42, '42'],
    ['float8', -0.1, '-0.1'],
    ['bigint', 9007199254740993n, '9007199254740993'],
    ['boolean', true, 'true'],
    ['text', null, null],
    ['timestamptz', new Date('2026-11-20T12:00:00.123Z'), '2026-11-20 12:00:00.123+00'],
    ['bytea', new Uint8Array([0, 1, 255]), '\\x0001ff'],
    ['jsonb', { deep: [1, null, 'ü'] }, '{"deep": [1, null, "ü"]}'],
    [
      'text[]',
      ['a "b"', 'NULL', null, '', '{}', 'b\\'],
      '{"a \\"b\\"","NULL",NULL,"","{}","b\\\\"}',
    ],
    ['text[]', [], '{}'],
    ['int[]', [1, null, 3], '{1,NULL,3}'],
    ['uuid[]', [id], `{${id}}`],
    ['boolean[]', [true, false], '{t,f}'],
  ])('%s', async ([type, value, seen]) => {
    const query = `with zone as (select set_config('timezone', 'UTC', false))
      select ($1::${type})::text as seen from zone`;
    expect(await ask(query, [value])).toEqual([{ seen }]);
  });
});

test('a type nobody means is a bug at its first row', async () => {
  for (const value of ['now()::date', 'now()::timestamp', `'1 day'::interval`, `'(1,2)'::point`]) {
    await expect(ask(`select ${value} as value`)).rejects.toThrow('select it as text');
  }
});

test('a refused statement keeps its SQLSTATE and its sentence', async () => {
  const refused = await ask('select nonsense').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(NeonDbError);
  expect(refused).toMatchObject({ code: '42703', message: 'column "nonsense" does not exist' });
  await expect(ask('select 1; select 2')).rejects.toMatchObject({ code: '42601' });
});

test("the request is Neon's, and goes by our name unless the address has another", async () => {
  const seen: { url: unknown; address: unknown; body: unknown }[] = [];
  const server = createServer();
  const note = async (request: IncomingMessage, response: ServerResponse) => {
    const { url, headers } = request;
    const body: unknown = JSON.parse(await text(request));
    seen.push({ url, address: headers['neon-connection-string'], body });
    response.end('{"fields": [], "rows": []}');
  };
  server.on('request', (request, response) => void note(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  const port = typeof place === 'object' ? place?.port : 0;
  const url = `postgresql://user:p%40ss%2Fword@127.0.0.1:${port}/my%20db`;
  const values = ['a', 1, true, null, ['x', 'y"z'], { a: [1] }];
  await neonAt(`${url}?sslmode=require`).query({ text: 'select $1', values }, neverAborted);
  await neonAt(`${url}?application_name=other`).query(
    { text: 'select 1', values: [] },
    neverAborted,
  );
  server.close();
  server.closeAllConnections();
  expect(seen).toEqual([
    {
      url: '/sql',
      address: `${url}?sslmode=require&application_name=sallyport`,
      body: {
        query: 'select $1',
        params: ['a', '1', 'true', null, '{"x","y\\"z"}', '{"a":[1]}'],
      },
    },
    {
      url: '/sql',
      address: `${url}?application_name=other`,
      body: { query: 'select 1', params: [] },
    },
  ]);
});

test('a host that is not this machine is asked over https, at its api', async () => {
  const asked: unknown[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = async (input) => {
    asked.push(input);
    return Response.json({ fields: [], rows: [] });
  };
  try {
    const url = 'postgresql://u:p@ep-cool-1.eu-central-1.aws.neon.tech/db?sslmode=require';
    await neonAt(url).query({ text: 'select 1', values: [] }, neverAborted);
  } finally {
    globalThis.fetch = original;
  }
  expect(asked).toEqual(['https://api.eu-central-1.aws.neon.tech/sql']);
});

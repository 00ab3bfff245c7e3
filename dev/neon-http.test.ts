import { neon, type NeonDbError, neonConfig } from '@neondatabase/serverless';
import { neonEndpoint } from '../src/platform/db/neon-endpoint.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startDatabase, type LocalDatabase } from './database.ts';

let database: LocalDatabase;

beforeAll(async () => {
  database = await startDatabase({ migrations: null });
  neonConfig.fetchEndpoint = neonEndpoint;
  const sql = neon(database.neonUrl);
  await sql`CREATE TABLE things (id int PRIMARY KEY, name text NOT NULL)`;
  await sql`GRANT ALL ON things TO PUBLIC`;
});
afterAll(async () => await database.stop());
afterEach(async () => {
  database.neonHttp.mode({});
  await neon(database.neonUrl)`DELETE FROM things`;
});

const post = async (path: string, body: string, headers: Record<string, string> = {}) =>
  await fetch(`${database.neonHttp.url}${path}`, { method: 'POST', body, headers });

const failure = async (attempt: PromiseLike<unknown>) =>
  await Promise.resolve(attempt).then(
    () => null,
    (error: NeonDbError) => error,
  );

test('values of every type the product stores come back as the driver promises', async () => {
  const sql = neon(database.neonUrl);
  const bytes = Buffer.from([0, 1, 255]);
  const at = new Date('2026-11-20T12:00:00.123Z');
  const [row] = await sql`SELECT ${bytes}::bytea AS bytes, ${at}::timestamptz AS at,
    ${['a "b"', 'c,d', 'NULL']}::text[] AS list, ${{ deep: [1, null] }}::jsonb AS json,
    ${true}::boolean AS yes, ${42}::int AS number, ${'9007199254740993'}::bigint AS big,
    ${null}::text AS nothing, ${'ü\\n"'}::text AS words`;
  expect(row).toEqual({
    bytes,
    at,
    list: ['a "b"', 'c,d', 'NULL'],
    json: { deep: [1, null] },
    yes: true,
    number: 42,
    big: '9007199254740993',
    nothing: null,
    words: 'ü\\n"',
  });
});

test('rows come as arrays when asked, with fields, command and count', async () => {
  const sql = neon(database.neonUrl, { arrayMode: true, fullResults: true });
  const result = await sql`INSERT INTO things VALUES (1, 'a'), (2, 'b') RETURNING id, name`;
  expect(result).toMatchObject({ command: 'INSERT', rowCount: 2, rowAsArray: true });
  expect(result.rows).toEqual([
    [1, 'a'],
    [2, 'b'],
  ]);
  expect(result.fields.map(({ name, dataTypeID }) => [name, dataTypeID])).toEqual([
    ['id', 23],
    ['name', 25],
  ]);
});

test('an SQL error keeps its SQLSTATE, constraint and detail', async () => {
  const sql = neon(database.neonUrl);
  await sql`INSERT INTO things VALUES (1, 'a')`;
  const error = await failure(sql`INSERT INTO things VALUES (1, 'b')`);
  expect(error).toMatchObject({ code: '23505', constraint: 'things_pkey', table: 'things' });
  expect(error?.detail).toContain('already exists');
  expect(await failure(sql`SELECT nonsense`)).toMatchObject({ code: '42703', position: '8' });
});

test('several statements in one text are refused, as Neon refuses them', async () => {
  const error = await failure(neon(database.neonUrl).query('SELECT 1; SELECT 2'));
  expect(error).toMatchObject({ code: '42601' });
});

test('a batch is atomic, at the isolation it asks for', async () => {
  const sql = neon(database.neonUrl);
  const error = await failure(
    sql.transaction([
      sql`INSERT INTO things VALUES (1, 'a')`,
      sql`INSERT INTO things VALUES (1, 'again')`,
    ]),
  );
  expect(error).toMatchObject({ code: '23505' });
  expect(await sql`SELECT count(*)::int AS n FROM things`).toEqual([{ n: 0 }]);

  const [, level] = await sql.transaction(
    [sql`INSERT INTO things VALUES (2, 'b')`, sql`SHOW transaction_isolation`],
    { isolationLevel: 'Serializable' },
  );
  expect(level).toEqual([{ transaction_isolation: 'serializable' }]);
  expect(await sql`SELECT id FROM things`).toEqual([{ id: 2 }]);
  const readOnly = sql.transaction([sql`DELETE FROM things`], { readOnly: true });
  expect(await failure(readOnly)).toMatchObject({ code: '25006' });
});

test('a request runs as the role it names, which is no superuser', async () => {
  const whoami =
    'SELECT current_user AS name, rolsuper AS super FROM pg_roles WHERE rolname = current_user';
  expect(await neon(database.neonUrl).query(whoami)).toEqual([
    { name: 'sallyport_owner', super: false },
  ]);
  expect(await neon(database.appDatabaseUrl).query(whoami)).toEqual([
    { name: 'sallyport_app', super: false },
  ]);
  const unknownRole = neon(database.neonUrl.replace('sallyport_owner', 'nobody_we_know'));
  expect(await failure(unknownRole`SELECT 1`)).toMatchObject({ code: '28000' });
});

test('the next request does not see session state that an earlier one left on its connection', async () => {
  const sql = neon(database.neonUrl);
  await sql`BEGIN`;
  await sql`SET statement_timeout = 7`;
  const settings = await Promise.all(
    Array.from({ length: 20 }, async () => await sql`SHOW statement_timeout`),
  );
  expect(new Set(settings.flat().map((row) => row['statement_timeout']))).toEqual(new Set(['0']));
});

test('a thousand requests at once are all answered', async () => {
  const sql = neon(database.appDatabaseUrl);
  const rows = await Promise.all(
    Array.from({ length: 1000 }, async (_, n) => await sql`SELECT ${n}::int AS n`),
  );
  expect(rows.flat().map((row) => row['n'])).toEqual(Array.from({ length: 1000 }, (_, n) => n));
});

test('round trips and statements are counted, and counted anew after a reset', async () => {
  const sql = neon(database.neonUrl);
  await post('/reset', '');
  await sql`SELECT 1`;
  await sql.transaction([sql`SELECT 1`, sql`SELECT 2`]);
  const stats = await fetch(`${database.neonHttp.url}/stats`);
  expect(await stats.json()).toEqual({ round_trips: 2, statements: 3 });
  await post('/reset', '');
  expect(database.neonHttp.stats()).toEqual({ round_trips: 0, statements: 0 });
});

test('a call that fails before never ran, one that fails after did', async () => {
  const sql = neon(database.neonUrl);
  await post('/mode', '{"fail_call":2,"kind":"before"}');
  await sql`INSERT INTO things VALUES (1, 'first call')`;
  expect((await failure(sql`INSERT INTO things VALUES (2, 'refused')`))?.message).toContain('503');
  await post('/mode', '{"fail_call":1,"kind":"after"}');
  expect(await failure(sql`INSERT INTO things VALUES (3, 'answer lost')`)).not.toBeNull();
  expect(await sql`SELECT id FROM things ORDER BY id`).toEqual([{ id: 1 }, { id: 3 }]);
});

test('a hanging call does not answer and does not hold up the others', async () => {
  const sql = neon(database.neonUrl);
  database.neonHttp.mode({ fail_call: 1, kind: 'hang' });
  const signal = AbortSignal.timeout(100);
  const hanging = failure(sql.query('SELECT 1', [], { fetchOptions: { signal } }));
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
  expect(await sql`SELECT 2 AS n`).toEqual([{ n: 2 }]);
  expect((await hanging)?.message).toMatch(/timeout|aborted/i);
});

test('every call takes longer by the delay that was asked for', async () => {
  database.neonHttp.mode({ delay_ms: 60 });
  const before = performance.now();
  await neon(database.neonUrl)`SELECT 1`;
  expect(performance.now() - before).toBeGreaterThanOrEqual(59);
});

test.each([
  '',
  '[]',
  '{"delay_ms":-1}',
  '{"delay_ms":"20"}',
  '{"fail_call":1}',
  '{"kind":"before"}',
  '{"fail_call":0,"kind":"before"}',
  '{"fail_call":1,"kind":"sideways"}',
  '{"unknown":1}',
])('a mode that makes no sense is refused: %s', async (body) => {
  expect((await post('/mode', body)).status).toBe(400);
});

test('a web page cannot use it', async () => {
  const headers = { origin: 'http://localhost:8787' };
  for (const path of ['/sql', '/reset', '/mode', '/stats']) {
    const answer = await post(path, '{}', headers);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
});

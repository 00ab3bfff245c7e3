import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { neon, neonConfig } from '@neondatabase/serverless';
import { neonEndpoint } from '../src/platform/db/neon-endpoint.ts';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startDatabase, type LocalDatabase } from '../dev/database.ts';
import { migrate } from './run.ts';

let database: LocalDatabase;
let directory = '';

beforeAll(async () => {
  database = await startDatabase({ migrations: null });
  neonConfig.fetchEndpoint = neonEndpoint;
});
afterAll(async () => await database.stop());

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sallyport-migrations-'));
  mkdirSync(join(directory, 'down'));
  const folder = directory;
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await query('DROP SCHEMA public CASCADE');
  await query('CREATE SCHEMA public');
});

const query = async (text: string) => await neon(database.neonUrl).query(text);
const run = async (goal: { direction?: 'up' | 'down'; to?: string } = {}) =>
  await migrate({ databaseUrl: database.neonUrl, directory, ...goal });

function write(file: string, up: string, down: string) {
  writeFileSync(join(directory, file), up);
  writeFileSync(join(directory, 'down', file), down);
}

function writeThree() {
  write('0001_create_things.sql', 'CREATE TABLE things (id int);', 'DROP TABLE things;');
  write(
    '0002_add_thing_name.sql',
    'ALTER TABLE things ADD name text;',
    'ALTER TABLE things DROP name;',
  );
  write('0003_create_others.sql', 'CREATE TABLE others (id int);', 'DROP TABLE others;');
}

test('a file with many statements and quoted function bodies is applied whole', async () => {
  const text = `-- it's a $text$, a $step$ and a $$
    CREATE TABLE things (id int, note text DEFAULT 'a;b');
    CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$
      BEGIN RETURN n * 2; END $$;
    CREATE FUNCTION text_of() RETURNS text LANGUAGE sql AS $text$ SELECT '$$'::text $text$;
    INSERT INTO things SELECT twice(21);
    DO $step$ BEGIN PERFORM twice(1); END $step$`;
  write('0001_create_things.sql', text, 'DROP FUNCTION twice, text_of; DROP TABLE things;');
  expect(await run()).toEqual({ applied: ['0001'], reverted: [] });
  expect(await query('SELECT id, note, text_of() FROM things')).toEqual([
    { id: 42, note: 'a;b', text_of: '$$' },
  ]);
  expect(await run({ direction: 'down' })).toEqual({ applied: [], reverted: ['0001'] });
});

test('a second run does nothing', async () => {
  writeThree();
  expect(await run()).toEqual({ applied: ['0001', '0002', '0003'], reverted: [] });
  expect(await run()).toEqual({ applied: [], reverted: [] });
});

test('of two runs at once each migration is applied by exactly one', async () => {
  writeThree();
  const runs = await Promise.all([run(), run(), run()]);
  expect(runs.flatMap(({ applied }) => applied).toSorted()).toEqual(['0001', '0002', '0003']);
});

test('an error undoes the whole file and names it, the SQLSTATE and the line', async () => {
  write('0001_create_things.sql', 'CREATE TABLE things (id int);\nSELECT nonsense;', '');
  await expect(run()).rejects.toThrow(
    /^0001_create_things\.sql: .*nonsense.*\(SQLSTATE 42703, line 2\)$/,
  );
  expect(await query("SELECT to_regclass('things') AS things")).toEqual([{ things: null }]);
  expect(await query("SELECT to_regclass('schema_migrations') AS note")).toEqual([{ note: null }]);
});

test('down goes one step back, and a version is reached from either side', async () => {
  writeThree();
  expect(await run({ to: '0002' })).toEqual({ applied: ['0001', '0002'], reverted: [] });
  expect(await run({ direction: 'down' })).toEqual({ applied: [], reverted: ['0002'] });
  expect(await run()).toEqual({ applied: ['0002', '0003'], reverted: [] });
  expect(await run({ to: '0001' })).toEqual({ applied: [], reverted: ['0003', '0002'] });
  expect(await run({ to: '0000' })).toEqual({ applied: [], reverted: ['0001'] });
  await expect(run({ to: '0009' })).rejects.toThrow('no migration 0009');
});

test('a file that was changed after it was applied is refused', async () => {
  writeThree();
  await run();
  writeFileSync(join(directory, '0002_add_thing_name.sql'), 'ALTER TABLE things ADD title text;');
  await expect(run()).rejects.toThrow('0002_add_thing_name.sql was changed after it was applied');
});

test('a database that is ahead of the folder is refused', async () => {
  writeThree();
  await run();
  rmSync(join(directory, '0003_create_others.sql'));
  await expect(run()).rejects.toThrow('has migration 0003, which is not in this folder');
});

test('a misnamed file, a number used twice and a missing way back are refused', async () => {
  write('0001_create_things.sql', '', '');
  write('0001_create_others.sql', '', '');
  await expect(run()).rejects.toThrow('Two migrations have the number 0001');
  rmSync(join(directory, '0001_create_others.sql'));
  rmSync(join(directory, 'down/0001_create_things.sql'));
  await expect(run()).rejects.toThrow('down/0001_create_things.sql is missing');
  rmSync(join(directory, '0001_create_things.sql'));
  write('1_Things.sql', '', '');
  await expect(run()).rejects.toThrow('1_Things.sql is not named');
});

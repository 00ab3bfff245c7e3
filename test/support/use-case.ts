import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';

import { copyDatabase, type LocalDatabase } from '../../dev/database.ts';
import type { Deps } from '../../src/deps.ts';
import type { Db } from '../../src/platform/db/db.ts';
import { newCopyName, openDb, workerUrl } from './audit-chain.ts';

/** What a use case meets: its database as the Worker's role, and the same as the owner, to look and to prepare. */
export interface UseCaseDatabase {
  readonly db: Db;
  rows<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Runs the statement in a transaction that stays open, with its locks, until it is released. */
  hold(text: string, values: unknown[]): Promise<Held>;
}

interface Held {
  readonly query: (text: string, values: unknown[]) => Promise<unknown>;
  readonly release: () => Promise<void>;
}

/** A migrated database of the file's own, copied from the template before its first test. */
export function useCaseDatabase(): UseCaseDatabase {
  const opened: { copy?: LocalDatabase; db?: Awaited<ReturnType<typeof openDb>> } = {};
  const owner = new pg.Pool({ max: 2 });
  beforeAll(async () => {
    opened.copy = await copyDatabase(inject('databaseServer'), newCopyName());
    owner.options.connectionString = opened.copy.ownerUrl;
    opened.db = await openDb(workerUrl(opened.copy));
  });
  afterAll(async () => {
    await opened.db?.close();
    await owner.end();
    await opened.copy?.stop();
  });
  return {
    get db() {
      if (!opened.db) {
        throw new Error('the database is opened before the first test and not earlier');
      }
      return opened.db;
    },
    async rows<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
      return (await owner.query<Row>(text, values)).rows;
    },
    async hold(text, values) {
      const client = await owner.connect();
      await client.query('begin');
      await client.query(text, values);
      return {
        query: async (more, args) => await client.query(more, args),
        release: async () => {
          await client.query('commit');
          client.release();
        },
      };
    },
  };
}

/** Effects of which only those are given; any other that is asked for fails the test by its name. */
export function onlyThese<Given extends { readonly [Name in keyof Deps]?: unknown }>(
  given: Given,
): Given {
  return new Proxy(given, {
    get(target, name) {
      if (!Reflect.has(target, name)) {
        throw new Error(`nobody expected the effect ${String(name)}`);
      }
      return Reflect.get(target, name) as unknown;
    },
  });
}

/** Somebody with an account and a living session, put there beside the product. */
export async function insertPerson(database: UseCaseDatabase) {
  const [id, sessionId] = [randomUUID(), randomUUID()];
  const email = `${id}@example.com`;
  await database.rows(
    `insert into users (id, email, password_hash, created_at, updated_at)
     values ($1, $2, '$argon2id$nobody-signs-in-with-it', now(), now())`,
    [id, email],
  );
  await database.rows(
    `insert into auth_sessions (id, user_id, token_hash, method, created_at, authenticated_at,
       last_seen_at, expires_at, ip, user_agent)
     values ($1, $2, $3, 'password', now(), now(), now(), now() + interval '7 days', '192.0.2.1',
       'test')`,
    [sessionId, id, sessionId.replaceAll('-', '').repeat(2)],
  );
  return { id, email, sessionId };
}

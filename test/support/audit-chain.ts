import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';

import { inject } from 'vitest';

import { copyDatabase, type LocalDatabase } from '../../dev/database.ts';
import type { Witness } from '../../src/core/audit/chain/verify.ts';
import { sealAndSign } from '../../src/core/audit/seal-and-sign.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { signerOf } from '../../src/platform/crypto/ed25519.ts';
import type { Db } from '../../src/platform/db/db.ts';
import { compile, type Sql } from '../../src/platform/db/sql.ts';
import { emptyMemory } from './empty-memory.ts';

/** A connection of its own to PostgreSQL as the Worker sees it: one call, one statement. */
export async function openDb(url: string): Promise<Db & { close(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let roundTrips = 0;
  return {
    get roundTrips() {
      return roundTrips;
    },
    async query<Row>(statement: Sql) {
      roundTrips += 1;
      const { text, values } = compile(statement);
      const { rows } = await client.query(text, [...values]);
      return rows as Row[];
    },
    close: async () => await client.end(),
  };
}

/** A name that no other copy on the shared server has. */
export function newCopyName(): string {
  return `copy_${randomBytes(8).toString('hex')}`;
}

/** What the database is called on its server. */
export function nameOf({ ownerUrl }: Pick<LocalDatabase, 'ownerUrl'>): string {
  return new URL(ownerUrl).pathname.slice(1);
}

/** The role that the Worker connects as, straight to PostgreSQL. */
export function workerUrl({ ownerUrl }: Pick<LocalDatabase, 'ownerUrl'>): string {
  const url = new URL(ownerUrl);
  url.username = 'sallyport_app';
  return url.href;
}

export const INSERT_ROW = `insert into security_audit_logs
  (id, occurred_at, action, outcome, actor_type, actor_id, target_type, target_id, ip, user_agent,
   trace_id, metadata)
  values ($1, $2, 'user.signed_in', 'success', 'user', $1, 'user', $1, '192.0.2.1', 'test', $3, $4)`;

/** What INSERT_ROW takes, for something that happened then. */
export function newRow(at = new Date()): unknown[] {
  return [randomUUID(), at.toISOString(), randomBytes(16).toString('hex'), '{"factor": "totp"}'];
}

/** A database with that many rows for each head, all sealed, and what was published about it. */
export async function chainedDatabase(rowsPerHead: readonly number[]) {
  const database = await copyDatabase(inject('databaseServer'), newCopyName());
  const client = new pg.Client({ connectionString: workerUrl(database) });
  await client.connect();
  const db = await openDb(workerUrl(database));
  const signer = await signerOf(new Uint8Array(randomBytes(32)));
  const memory = emptyMemory();
  for (const rows of rowsPerHead) {
    for (let index = 0; index < rows; index++) {
      await client.query(INSERT_ROW, newRow());
    }
    const deps = { clock: systemClock, db, signer: async () => signer, memory };
    await sealAndSign(deps, { mustSign: true });
  }
  await Promise.all([client.end(), db.close()]);
  const witness: Witness = await memory.published(signer);
  return { database, witness, memory, signer };
}

/** A copy of the database for somebody to tamper with, as its superuser whom no trigger stops. */
export async function tamperedCopy(database: LocalDatabase, statements: readonly string[]) {
  const admin = new pg.Client({ connectionString: database.postgres.url() });
  await admin.connect();
  // The stand-in keeps idle connections, and a template has none.
  const original = nameOf(database);
  await admin.query(
    `select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = $1`,
    [original],
  );
  const name = newCopyName();
  await admin.query(`create database ${name} template ${original} owner sallyport_owner`);
  await admin.end();
  const client = new pg.Client({ connectionString: database.postgres.url(name) });
  await client.connect();
  await client.query('set session_replication_role = replica');
  for (const statement of statements) {
    await client.query(statement);
  }
  await client.end();
  return database.postgres.url(name);
}

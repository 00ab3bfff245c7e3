import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Client } from 'pg';

import type { Archive } from '../../src/core/audit/chain/archive.ts';
import type { AuditRow } from '../../src/core/audit/chain/canonical.ts';
import { detailsOf } from '../../src/core/audit/chain/details.ts';
import { readEnd } from '../../src/core/audit/chain/export-end.ts';
import { readLine } from '../../src/core/audit/chain/export-line.ts';
import {
  insertedRow,
  vanishedRow,
  type Finding,
  type Seal,
} from '../../src/core/audit/chain/finding.ts';
import { exactTime, rowColumns } from '../../src/core/audit/row-columns.ts';
import { compile, sql } from '../../src/platform/db/sql.ts';

const SEALS_AT_ONCE = 5000;

type Found = { readonly [Name in keyof AuditRow]: AuditRow[Name] | null } & {
  readonly seal_seq: string;
  readonly log_id: string;
  readonly log_occurred_at: string;
  readonly canonical: string | null;
  readonly previous_hash: string;
  readonly hash: string;
};

/** The seals of a database with their rows, in the order of their numbers. */
export async function* readSeals(
  client: Client,
  { from = 1, to = Number.MAX_SAFE_INTEGER }: { from?: number; to?: number } = {},
): AsyncGenerator<Seal> {
  let next = from;
  for (;;) {
    const statement = compile(sql`
      select s.seq::text as seal_seq, s.log_id::text, ${exactTime(sql`s.log_occurred_at`)} as log_occurred_at,
        s.canonical, encode(s.previous_hash, 'hex') as previous_hash, encode(s.hash, 'hex') as hash,
        ${rowColumns}
      from security_audit_seals s
      left join security_audit_logs l on l.id = s.log_id and l.occurred_at = s.log_occurred_at
      where s.seq >= ${next} and s.seq <= ${to} order by s.seq limit ${SEALS_AT_ONCE}`);
    const { rows } = await client.query<Found>(statement.text, [...statement.values]);
    for (const row of rows) {
      yield sealOf(row);
    }
    if (rows.length < SEALS_AT_ONCE) {
      return;
    }
    next = Number(rows.at(-1)?.seal_seq) + 1;
  }
}

function sealOf({ seal_seq, log_id, log_occurred_at, canonical, ...found }: Found): Seal {
  const { previous_hash: previousHash, hash, ...row } = found;
  return {
    seq: Number(seal_seq),
    logId: log_id,
    occurredAt: log_occurred_at,
    canonical,
    previousHash,
    hash,
    row: isRow(row) ? row : null,
    details: isRow(row) ? detailsOf(row) : null,
  };
}

function isRow(row: { readonly [Name in keyof AuditRow]: AuditRow[Name] | null }): row is AuditRow {
  return row.id !== null;
}

/** The seals of an exported file, without its end. Throws an Error that names the first line which is neither. */
export async function* readExport(file: string): AsyncGenerator<Seal> {
  let number = 0;
  let ended = false;
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Infinity,
  })) {
    number += 1;
    const seal = ended ? null : readLine(line);
    if (!seal && (ended || !readEnd(line))) {
      throw new Error(`${file}, line ${number}: not a line of an export.`);
    }
    if (seal) {
      yield seal;
    } else {
      ended = true;
    }
  }
}

/** A row that stands outside of the chain though nobody is about to seal it; null when there is none. */
export async function findStray(client: Client): Promise<Finding | null> {
  const inserted = await firstOf(
    client,
    `security_audit_logs l where not exists (
       select from security_audit_seals s where s.log_id = l.id and s.log_occurred_at = l.occurred_at)
     and not exists (
       select from security_audit_waiting w where w.log_id = l.id and w.log_occurred_at = l.occurred_at)`,
  );
  if (inserted) {
    return insertedRow(inserted);
  }
  const vanished = await firstOf(
    client,
    `(select log_id as id, log_occurred_at as occurred_at from security_audit_waiting) l
     where not exists (select from security_audit_logs r where r.id = l.id and r.occurred_at = l.occurred_at)`,
  );
  return vanished && vanishedRow(vanished);
}

async function firstOf(client: Client, from: string) {
  const { rows } = await client.query<Pick<AuditRow, 'id' | 'occurredAt'>>(
    `select l.id::text as id, ${compile(exactTime(sql`l.occurred_at`)).text} as "occurredAt" from ${from}
     order by l.occurred_at limit 1`,
  );
  return rows[0] ?? null;
}

/** The details of somebody who is here were erased, whatever the trail says of them; null when of nobody. */
export async function findErasedLiving(client: Client): Promise<Finding | null> {
  const { rows } = await client.query<{ id: string; seq: string }>(
    `select l.id, s.seq from security_audit_logs l join security_audit_seals s on s.log_id = l.id
     join users u on u.id = coalesce(l.actor_id, l.target_id)
     where l.details_salt is null and s.canonical like '{"v":2,%' order by s.seq limit 1`,
  );
  const [row] = rows;
  if (!row) {
    return null;
  }
  const detail = `The details of seal ${row.seq} were erased, and the person whose they were is here.`;
  return { kind: 'erased', seq: Number(row.seq), logId: row.id, detail };
}

/**
 * People with erased rows of whom no row says any more that they are gone: it was archived, and has to
 * be said again.
 */
export async function listGone(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ person: string }>(
    `select distinct coalesce(l.actor_id, l.target_id)::text as person
     from security_audit_logs l join security_audit_seals s on s.log_id = l.id
     where l.details_salt is null and s.canonical like '{"v":2,%' and not exists (
       select from security_audit_logs d
       where d.action = 'user.deleted' and d.actor_id = coalesce(l.actor_id, l.target_id))
     order by 1`,
  );
  return rows.map(({ person }) => person);
}

/** Months whose rows were exported and dropped, as the database lists them: a list without seals. */
export async function listArchives(client: Client): Promise<Archive[]> {
  const { rows } = await client.query<Record<keyof Archive, string>>(
    `select month, rows, first_seq, last_seq, file_sha256 from security_audit_archives order by month`,
  );
  return rows.map(({ month, rows: count, first_seq: first, last_seq: last, file_sha256 }) => ({
    month,
    rows: Number(count),
    first_seq: Number(first),
    last_seq: Number(last),
    file_sha256,
  }));
}

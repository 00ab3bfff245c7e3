/** Exports the oldest month: `npm run audit:archive -- --before YYYY-MM --out FILE [--drop]`. */
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';

import { ARCHIVED, type Archive } from '../../src/core/audit/chain/archive.ts';
import { writeLine } from '../../src/core/audit/chain/export-line.ts';
import { verifyChain, type Verification } from '../../src/core/audit/chain/verify.ts';
import { listArchives, listGone, readExport, readSeals } from './read-chain.ts';
import { listening, verifyFile } from './verify.ts';

interface Options {
  /** The owner's connection string. */
  readonly databaseUrl: string;
  /** Only a month before this one, and before the present one: `2026-11`. */
  readonly before: string;
  /** A file that is not there yet. */
  readonly out: string;
  /** Take the month out of the database once the file was verified. */
  readonly drop?: boolean;
}

/**
 * Verifies the chain, writes the seals from the month's first to its last to the file, whatever lies
 * between, and verifies what it wrote. Null when there is no such month. What is dropped leaves its
 * hashes behind and a sealed row that says so, and the chain and its heads go on being verified; the
 * rows are then in the file alone. Throws an Error that says why nothing was archived.
 */
export async function archiveMonth({ databaseUrl, before, out, drop = false }: Options) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const month = await oldestMonth(client, before);
    if (month === null) {
      return null;
    }
    const archive = await exportMonth(client, month, out);
    if (drop) {
      await dropMonth(client, archive);
    }
    return archive;
  } finally {
    await client.end();
  }
}

const partitionOf = (month: string) => `security_audit_logs_${month.replace('-', '_')}`;

async function oldestMonth(client: pg.Client, before: string): Promise<string | null> {
  const { rows } = await client.query<{ month: string }>(
    `select replace(right(c.relname, 7), '_', '-') as month
     from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'security_audit_logs'::regclass and c.relname ~ '_\\d{4}_\\d{2}$'
       and right(c.relname, 7) < to_char(now() at time zone 'UTC', 'YYYY_MM')
     order by 1`,
  );
  return rows.find(({ month }) => month < before)?.month ?? null;
}

const WITHIN = `log_occurred_at >= ($1 || '-01 00:00:00+00')::timestamptz
  and log_occurred_at < (($1 || '-01')::date + interval '1 month')::date::timestamp at time zone 'UTC'`;

async function exportMonth(client: pg.Client, month: string, out: string): Promise<Archive> {
  const { rows: found } = await client.query<{ rows: number; first: number; last: number }>(
    `select (select count(*)::int from ${partitionOf(month)}) as rows,
       coalesce(min(seq), 1)::int as first, coalesce(max(seq), 0)::int as last
     from security_audit_seals where ${WITHIN}`,
    [month],
  );
  const { rows = 0, first = 1, last = 0 } = found[0] ?? {};
  const range = { from: first, to: last };
  // All of it: what the archives' list says is stated again in a row, so it has to be true.
  const listed = await listArchives(client);
  const { seals, stated } = listening(readSeals(client));
  refuseFaults(await verifyChain(seals, { heads: [], keys: [], listed }));
  const lines = (async function* () {
    for await (const seal of readSeals(client, range)) {
      yield `${writeLine(seal)}\n`;
    }
  })();
  await writeOnce(out, Readable.from(lines));
  const verified = await verifyFile(out, undefined, { stated: { ...stated, archives: listed } });
  refuseFaults(verified);
  if (verified.seals !== last - first + 1) {
    throw new Error(`${out} has ${verified.seals} lines instead of ${last - first + 1}.`);
  }
  return { month, rows, first_seq: first, last_seq: last, file_sha256: await hashOf(out) };
}

/**
 * A file that is there already may hold the only copy of a month, so none is written over. It is on the
 * disk, with its name, before anything that it holds is dropped.
 */
async function writeOnce(out: string, lines: Readable): Promise<void> {
  try {
    await pipeline(lines, createWriteStream(out, { flags: 'wx', mode: 0o600, flush: true }));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new Error(
        `${out} is there already and may be the only copy of a month: nothing was written or dropped. ` +
          'Say another --out.',
        { cause: error },
      );
    }
    throw error;
  }
  const folder = await open(dirname(out));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function refuseFaults({ finding }: Verification): void {
  if (finding) {
    throw new Error(`Not archived: ${finding.kind} at seal ${finding.seq}. ${finding.detail}`);
  }
}

/** Of the lines without their details: it stays the same when some of these have to be erased. */
async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const seal of readExport(file)) {
    hash.update(`${writeLine({ ...seal, details: null })}\n`);
  }
  return hash.digest('hex');
}

/** One transaction: noted, said in a sealed row, the texts taken from the seals, the partition gone; or nothing. */
async function dropMonth(client: pg.Client, { month, ...archive }: Archive): Promise<void> {
  const partition = partitionOf(month);
  await client.query('begin');
  await client.query('lock table security_audit_sealing in exclusive mode'); // nobody else seals until the end
  await client.query(`lock table ${partition} in access exclusive mode`);
  const { rows } = await client.query<{ rows: number; waiting: number }>(
    `select (select count(*)::int from ${partition}) as rows,
       (select count(*)::int from security_audit_waiting where ${WITHIN}) as waiting`,
    [month],
  );
  if (rows[0]?.rows !== archive.rows || rows[0].waiting > 0) {
    await client.query('rollback');
    throw new Error(`${month} is not sealed whole, or has grown since: export it again.`);
  }
  await client.query(
    `insert into security_audit_archives (month, rows, first_seq, last_seq, file_sha256)
     values ($1, $2, $3, $4, $5)`,
    [month, archive.rows, archive.first_seq, archive.last_seq, archive.file_sha256],
  );
  const guard = 'trigger security_audit_seals_are_append_only';
  await client.query(`alter table security_audit_seals disable ${guard}`);
  await client.query(`update security_audit_seals set canonical = null where ${WITHIN}`, [month]);
  await client.query(`alter table security_audit_seals enable ${guard}`);
  await client.query(`drop table ${partition}`);
  await stateArchives(client);
  await client.query('commit');
}

/**
 * Writes and seals a row that says of every month so far where it went, and who is gone though the row
 * that said so went with a month. Older such rows are said again by it, so they can be archived
 * themselves. It is sealed at once: no verifier comes between.
 */
async function stateArchives(client: pg.Client): Promise<void> {
  const gone = await listGone(client);
  const archives = await listArchives(client);
  await client.query(
    `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, ip, user_agent,
       trace_id, metadata)
     values (gen_random_uuid(), now(), $1, 'success', 'anonymous', 'unknown', 'audit:archive', $2, $3)`,
    [
      ARCHIVED,
      randomBytes(TRACE_BYTES).toString('hex'),
      JSON.stringify(gone.length > 0 ? { archives, gone } : { archives }),
    ],
  );
  let sealed = SEALED_AT_ONCE;
  while (sealed === SEALED_AT_ONCE) {
    const { rows } = await client.query<{ sealed: number }>(
      'select sealed from seal_audit_rows($1)',
      [SEALED_AT_ONCE],
    );
    sealed = rows[0]?.sealed ?? 0;
  }
}

const SEALED_AT_ONCE = 1000;

const TRACE_BYTES = 16;

async function main() {
  const { values } = parseArgs({
    options: {
      before: { type: 'string' },
      out: { type: 'string' },
      drop: { type: 'boolean', default: false },
    },
  });
  const { before, out, drop } = values;
  const databaseUrl = process.env['DATABASE_URL'];
  if (databaseUrl === undefined || out === undefined || !/^\d{4}-\d{2}$/.test(before ?? '')) {
    throw new Error(
      'Set DATABASE_URL to the owner’s, and say --before YYYY-MM --out FILE [--drop].',
    );
  }
  const archive = await archiveMonth({ databaseUrl, before: before ?? '', out, drop });
  process.stdout.write(
    archive
      ? `${archive.month}: ${archive.rows} rows, seals ${archive.first_seq} to ${archive.last_seq}, ` +
          `SHA-256 ${archive.file_sha256}${drop ? '; dropped' : ''}.\n`
      : `No month before ${before} is left.\n`,
  );
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}

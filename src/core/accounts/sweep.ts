import { appendAudit, occurrence, type ClientInfo } from '../audit/audit.ts';
import { retentionLimits } from './limits.ts';
import { addSeconds, type Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import type { Random } from '../../platform/random.ts';
import { newTraceId } from '../../platform/trace.ts';

interface SweepDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly db: Db;
}

/** At most so many people are deleted in one sweep; the next one goes on. */
const PEOPLE_PER_SWEEP = 50;

/**
 * Deletes the accounts whose deletion was not cancelled in time, what nobody can use any more, and the
 * details in the audit trail of deleted people. How many people it were.
 */
export async function sweepAccounts(deps: SweepDeps): Promise<number> {
  await dropUsedUp(deps.db, deps.clock.now());
  let people = 0;
  while (people < PEOPLE_PER_SWEEP && (await deleteOne(deps))) {
    people += 1;
  }
  await shredDetails(deps.db);
  return people;
}

/**
 * Erases where people who are gone came from, and with which browser. Nothing is remembered here: the
 * database knows what is left, so a sweep that was cut off is put right by the next.
 */
async function shredDetails(db: Db): Promise<void> {
  const { rowsPerSweep: atOnce, shredsPerSweep } = retentionLimits;
  let shredded: number = atOnce;
  for (let shred = 0; shred < shredsPerSweep && shredded === atOnce; shred += 1) {
    const [row] = await db.query<{ readonly shredded: number }>(
      sql`select shred_audit_details(${atOnce}::int) as shredded`,
    );
    shredded = row?.shredded ?? 0;
  }
}

/**
 * One statement: the person whose time is up longest, everything that is theirs, and the record. The
 * audit trail and the ledger keep the id, which from then on names nobody; the database notes that the
 * person's details in the trail are to be erased. The places that e-mails to the address took go too:
 * nobody can use that to be mailed more often, because it comes days after the deletion was asked for.
 */
async function deleteOne(deps: SweepDeps): Promise<boolean> {
  const client: ClientInfo = {
    traceId: newTraceId(deps.random),
    ip: 'unknown',
    userAgent: 'sweep',
    place: null,
  };
  const occurred = occurrence(deps, client);
  const rows = await deps.db.query(sql`
    with due as (
      select id from users
      where status = 'leaving' and deletes_at <= ${occurred.at.toISOString()}::timestamptz
      order by deletes_at limit 1
      for update skip locked
    ), gone as (
      delete from users using due where users.id = due.id returning users.id as user_id, users.email
    ), uncounted as (
      delete from mail_recent using gone where to_address = gone.email
    ), audited as (
      ${appendAudit(sql`gone`, occurred, {
        action: 'user.deleted',
        outcome: 'success',
        userId: sql`gone.user_id`,
      })}
    )
    select user_id from gone`);
  return rows.length === 1;
}

/** Rows that ended so long ago that nobody asks for them, a bounded number of each table. */
async function dropUsedUp(db: Db, now: Date): Promise<void> {
  const before = addSeconds(now, -retentionLimits.seconds).toISOString();
  const limit = retentionLimits.rowsPerSweep;
  await db.query(sql`
    with sessions as (
      delete from auth_sessions where id in (
        select id from auth_sessions where expires_at < ${before}::timestamptz limit ${limit}::int)
    ), temp_tokens as (
      delete from auth_temp_tokens where id in (
        select id from auth_temp_tokens where expires_at < ${before}::timestamptz limit ${limit}::int)
    ), mail_tokens as (
      delete from auth_mail_tokens where id in (
        select t.id from auth_mail_tokens t
        where t.expires_at < ${before}::timestamptz and not (t.consumed_at is null
          and t.purpose = 'cancel_two_factor_reset' and exists (select from two_factor_resets r
            where r.user_id = t.user_id and r.settled_at is null))
        limit ${limit}::int)
    )
    delete from auth_devices where (id, user_id) in (
      select id, user_id from auth_devices where expires_at < ${before}::timestamptz limit ${limit}::int)`);
}

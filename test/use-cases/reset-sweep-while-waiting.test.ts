import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';

import { noticeAudit } from '../../src/core/audit/notice-audit.ts';
import { openMailer } from '../../src/core/notify/email/email.ts';
import { sweepResets } from '../../src/features/admin-users/sweep-resets.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { endedOf, openFor } from '../support/opened-meanwhile.ts';
import { insertPerson, onlyThese, useCaseDatabase } from '../support/use-case.ts';

const database = useCaseDatabase();

/** Somebody whose second factor was asked to be removed, and who was told a day ago. */
async function withResetDue() {
  const [person, asker] = [await insertPerson(database), await insertPerson(database)];
  const tokenId = randomUUID();
  await database.rows(`update users set roles = '{SUPPORT}' where id = $1`, [asker.id]);
  await database.rows(
    `update users set two_factor_enabled = true, two_factor_enrolled_at = now(), two_factor_last_step = 1,
       two_factor_secret_encrypted = 'v1.' || repeat('k', 8) || '.' || repeat('i', 16) || '.' || repeat('c', 48)
     where id = $1`,
    [person.id],
  );
  await database.rows(
    `insert into two_factor_resets (id, user_id, requested_by, requested_at, due_at)
     values (gen_random_uuid(), $1, $2, now() - interval '26 hours', now() - interval '2 hours')`,
    [person.id, asker.id],
  );
  await database.rows(
    `insert into auth_mail_tokens (id, user_id, purpose, token_hash, created_at, expires_at)
     values ($1, $2, 'cancel_two_factor_reset', repeat('d', 64),
       now() - interval '26 hours', now() + interval '1 day')`,
    [tokenId, person.id],
  );
  await database.rows(
    `insert into mail_outbox (id, kind, user_id, to_address, token_id, state, next_attempt_at,
       expires_at, trace_id, created_at, sent_at)
     values (gen_random_uuid(), 'two_factor_reset_pending', $1, $2, $3, 'sent', now(), now(),
       repeat('0', 32), now() - interval '26 hours', now() - interval '25 hours')`,
    [person.id, person.email, tokenId],
  );
  return person;
}

async function untilSomebodyWaits(): Promise<void> {
  const waiting = `select 1 from pg_locks l join pg_stat_activity using (pid)
    where not l.granted and datname = current_database()`;
  for (let tries = 0; tries < 6000; tries++) {
    if ((await database.rows(waiting)).length > 0) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('nobody waits for a lock');
}

test('a reset by the sweep ends sessions, trust and tokens opened while the sweep waited', async () => {
  const person = await withResetDue();
  const holder = await database.hold('select 1 from users where id = $1 for no key update', [
    person.id,
  ]);
  const swept = sweepResets(
    onlyThese({
      clock: systemClock,
      random: systemRandom,
      db: noticeAudit(database.db),
      mailer: openMailer(true, systemRandom),
    }),
  );
  await untilSomebodyWaits();
  const opened = await openFor(person.id, holder.query);
  await holder.release();
  expect(await swept).toBe(1);
  expect(await endedOf(database, opened)).toEqual(['session', 'trust', 'tempToken', 'backupCode']);
});

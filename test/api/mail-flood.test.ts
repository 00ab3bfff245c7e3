import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';

import { occurrence } from '../../src/core/audit/audit.ts';
import {
  openMailer,
  queueEmail,
  queueEmailTo,
  type EmailKind,
} from '../../src/core/notify/email/email.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { compile, sql, type Sql } from '../../src/platform/db/sql.ts';
import { newTraceId } from '../../src/platform/trace.ts';
import { outboxTo, tallyOf } from '../support/outbox.ts';
import { confirmAddress, newCredentials, newPerson, type Person } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

/** Every kind there is: a new one does not compile until it is listed, and then it is bounded too. */
const kinds: Record<EmailKind, 'link' | 'notice'> = {
  verify_email: 'link',
  address_taken: 'notice',
  address_confirmed: 'notice',
  reset_password: 'link',
  password_changed: 'notice',
  two_factor_on: 'notice',
  two_factor_off: 'notice',
  backup_code_used: 'notice',
  backup_codes_renewed: 'notice',
  new_device: 'notice',
  account_locked: 'notice',
  phone_changed: 'notice',
  leaving: 'link',
  staying: 'notice',
  admin_action: 'notice',
  locked_by_staff: 'notice',
  two_factor_reset_pending: 'link',
};
const everyKind = Object.keys(kinds) as EmailKind[];

/** As many connections as a flood has requests at once. */
const pool = new pg.Pool({ connectionString: inject('databaseUrl'), max: 25 });
afterAll(async () => {
  await pool.end();
});

async function run(statement: Sql): Promise<void> {
  const { text, values } = compile(statement);
  await pool.query(text, [...values]);
}

function notice(kind: EmailKind) {
  const caller = {
    traceId: newTraceId(systemRandom),
    ip: '203.0.113.7',
    userAgent: '',
    place: null,
  };
  const occurred = occurrence({ clock: systemClock, random: systemRandom }, caller);
  return openMailer(true, systemRandom).compose(kind, occurred);
}

/** The insert of every statement that mails somebody who is known. */
async function mail({ id }: Pick<Person, 'id'>, kind: EmailKind): Promise<void> {
  await run(sql`
    with won as (select ${id}::uuid as user_id), posted as (${queueEmail(sql`won`, notice(kind))})
    select from won`);
}

/** The insert of every statement that mails an address as it was given. */
async function mailAddress(email: string, kind: EmailKind): Promise<void> {
  const userId = sql`(select users.id from users where users.email = ${email})`;
  await run(queueEmailTo({ userId, address: email }, notice(kind)));
}

async function confirmed(): Promise<Person> {
  return await confirmAddress(await newPerson());
}

test.for(everyKind)('%s: 50 in a row and 50 at once are three mails an hour each', async (kind) => {
  const [slow, quick] = [await confirmed(), await confirmed()];
  for (let count = 0; count < 50; count += 1) {
    await mail(slow, kind);
  }
  await Promise.all(Array.from({ length: 50 }, async () => await mail(quick, kind)));
  for (const { email } of [slow, quick]) {
    expect(await tallyOf(database, email, kind)).toEqual({ 'on its way': 3, RECIPIENT_LIMIT: 47 });
  }
  const next = everyKind.find((other) => other !== kind) ?? kind;
  await mail(slow, next);
  expect(await tallyOf(database, slow.email, next)).toEqual({ 'on its way': 1 });
});

test('e-mails to an address as typed count together with e-mails to its account', async () => {
  const person = await confirmed();
  await mail(person, 'reset_password');
  await Promise.all(
    Array.from({ length: 50 }, async () => await mailAddress(person.email, 'reset_password')),
  );
  expect(await tallyOf(database, person.email, 'reset_password')).toEqual({
    'on its way': 3,
    RECIPIENT_LIMIT: 48,
  });
});

test('the hour slides: each place is free again an hour after it was taken', async () => {
  const person = await confirmed();
  const age = async (minutes: number) => {
    await database.rows(
      `update mail_recent set newest_at = newest_at - make_interval(mins => $2),
         placed_at = array(select t - make_interval(mins => $2) from unnest(placed_at) t)
       where to_address = $1`,
      [person.email, minutes],
    );
  };
  const mailed = async () => (await tallyOf(database, person.email, 'new_device'))['on its way'];
  await mail(person, 'new_device');
  await age(30);
  for (let count = 0; count < 5; count += 1) {
    await mail(person, 'new_device');
  }
  expect(await mailed()).toBe(3);
  await age(31);
  for (let count = 0; count < 5; count += 1) {
    await mail(person, 'new_device');
  }
  expect(await mailed()).toBe(4);
  await age(61);
  for (let count = 0; count < 5; count += 1) {
    await mail(person, 'new_device');
  }
  expect(await mailed()).toBe(7);
});

test.for(everyKind)(
  '%s: an address nobody confirmed gets it only if it carries a link',
  async (kind) => {
    const person = await newPerson();
    for (let count = 0; count < 50; count += 1) {
      await mail(person, kind);
    }
    expect(await tallyOf(database, person.email, kind)).toEqual(
      kinds[kind] === 'link'
        ? { 'on its way': 3, RECIPIENT_LIMIT: 47 }
        : { ADDRESS_UNCONFIRMED: 50 },
    );
  },
);

test('an address without an account is counted too, so that its statement does the same work', async () => {
  const { email } = newCredentials();
  await mailAddress(email, 'reset_password');
  expect(await tallyOf(database, email, 'reset_password')).toEqual({ NO_ACCOUNT: 1 });
  expect(
    await database.rows(
      'select cardinality(placed_at) as n from mail_recent where to_address = $1',
      [email],
    ),
  ).toEqual([{ n: 1 }]);
});

test('the third mail of a kind announces that it is the last for a while', async () => {
  const person = await confirmed();
  for (let count = 0; count < 4; count += 1) {
    await mail(person, 'new_device');
  }
  const facts = (await outboxTo(database, person.email)).map((row) => row.facts['isLast']);
  expect(facts).toEqual([undefined, undefined, true, undefined]);
});

import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';

import { showUser } from '../../src/features/admin-users/contract.ts';
import { userListLimits } from '../../src/features/admin-users/limits.ts';
import { Client } from '../support/client.ts';
import { newPerson, newSignedIn, newStaff, type Person } from '../support/person.ts';
import { actOn, labelOfAction } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

interface Placed {
  readonly minutesAgo: number;
  readonly state?: string;
  readonly delivery?: string;
  readonly errorCode?: string;
}

/** An e-mail beside the product, with marks that must never be shown. The id of its token. */
async function place({ id, email }: Person, { minutesAgo, ...told }: Placed): Promise<string> {
  const tokenId = randomUUID();
  await database.rows(
    `insert into mail_outbox (id, kind, user_id, to_address, facts, token_id, state, error_code, delivery,
       delivery_at, sent_at, provider_ref, next_attempt_at, expires_at, trace_id, created_at)
     values ($1, 'reset_password', $2, $3, '{"ip":"secret-fact"}', $4, $5, $6, $7,
       case when $7::text is null then null else now() end,
       case when $5::text = 'sent' then now() end, 'secret-ref', now() + interval '1 day',
       now() + interval '2 days', $8, now() - make_interval(mins => $9))`,
    [
      randomUUID(),
      id,
      email,
      tokenId,
      told.state ?? 'sent',
      told.errorCode ?? null,
      told.delivery ?? null,
      randomBytes(16).toString('hex'),
      minutesAgo,
    ],
  );
  return tokenId;
}

/** Somebody whose e-mails are only those placed here. */
async function newUnmailed(): Promise<Person> {
  const person = await newPerson();
  await database.rows('delete from mail_outbox where user_id = $1', [person.id]);
  return person;
}

const mailsOf = async (client: Client, { id }: Person) =>
  showUser.view.parse((await actOn(client, showUser, id)).body).user.mails;

test('staff see what became of each e-mail to a person, the newest first', async () => {
  const [{ client }, person, other] = [
    await newStaff('SUPPORT'),
    await newUnmailed(),
    await newUnmailed(),
  ];
  await place(other, { minutesAgo: 0 });
  const placed: Placed[] = [
    { minutesAgo: 1, state: 'queued' },
    { minutesAgo: 2, state: 'failed', errorCode: 'UPSTREAM_TIMEOUT' },
    { minutesAgo: 3 },
    { minutesAgo: 4, delivery: 'delayed' },
    { minutesAgo: 5, delivery: 'delivered' },
    { minutesAgo: 6, delivery: 'bounced' },
    { minutesAgo: 7, delivery: 'complained' },
    { minutesAgo: 8, state: 'dead', errorCode: 'ADDRESS_BOUNCED' },
  ];
  for (const mail of placed.toReversed()) {
    await place(person, mail);
  }
  const seen = await mailsOf(client, person);
  expect(seen).toMatchObject(
    placed.map(({ state = 'sent', delivery = null, errorCode = null }) => ({
      kind: 'reset_password',
      state,
      delivery,
      error_code: errorCode,
    })),
  );
  expect(seen.map(({ delivery_at: heardAt }) => heardAt !== null)).toEqual(
    placed.map(({ delivery }) => delivery !== undefined),
  );
  const times = seen.map(({ created_at }) => created_at);
  expect(times).toEqual(times.toSorted().toReversed());
});

test('staff see no more than the newest e-mails, and none of what they say', async () => {
  const [{ client }, person] = [await newStaff('SUPPORT'), await newUnmailed()];
  expect(await mailsOf(client, person)).toEqual([]);
  const tokenIds = [];
  for (let minutesAgo = 1; minutesAgo <= userListLimits.mails + 2; minutesAgo += 1) {
    const isOld = minutesAgo > userListLimits.mails;
    tokenIds.push(await place(person, { minutesAgo, ...(isOld && { delivery: 'bounced' }) }));
  }
  const answer = await actOn(client, showUser, person.id);
  const { mails } = showUser.view.parse(answer.body).user;
  expect(mails.map(({ delivery }) => delivery)).toEqual(mails.map(() => null));
  expect(mails).toHaveLength(userListLimits.mails);
  const shown = JSON.stringify(answer.body);
  for (const hidden of ['secret-fact', 'secret-ref', 'token', ...tokenIds]) {
    expect(shown).not.toContain(hidden);
  }
});

test('without the permission nobody sees the e-mails of another, nor their own', async () => {
  const person = await newUnmailed();
  await place(person, { minutesAgo: 1 });
  const [plain, billing] = [await newSignedIn(), await newStaff('BILLING_ADMIN')];
  const labels = [
    await labelOfAction(plain.client, showUser, person.id),
    await labelOfAction(plain.client, showUser, plain.id),
    await labelOfAction(billing.client, showUser, person.id),
    await labelOfAction(new Client(), showUser, person.id),
  ];
  expect(labels.slice(0, 3)).toEqual(['403 FORBIDDEN', '403 FORBIDDEN', '403 FORBIDDEN']);
  expect(labels[3]).toMatch(/^401 /);
});

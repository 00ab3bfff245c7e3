import { setTimeout as sleep } from 'node:timers/promises';

import { mailLimits } from '../../src/core/notify/email/limits.ts';
import type { Person } from '../client/accounts.ts';
import { nothingOf, type Attack, type Field } from './attack.ts';
import type { Tally } from './tally.ts';

const { capacity, windowSeconds } = mailLimits.perRecipientAndKind;

/** The only e-mails that an unconfirmed address gets. */
const PROVING = ['verify_email', 'reset_password'];
/** These, and the e-mails that the attack causes at a confirmed address. */
const CAUSED = [...PROVING, 'new_device', 'address_taken', 'password_changed'];

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

const POLLS = 120;
const POLL_MILLISECONDS = 250;

/** Sends every request that causes an e-mail, with and without an account. */
async function flood({ accounts }: Field, tally: Tally, person: Person, rounds: number) {
  const { email, password } = person;
  for (let round = 0; round < rounds; round++) {
    const client = accounts.newClient();
    await tally.send(async () => await client.post('/api/auth/login', { email, password }));
    await tally.send(async () => await client.send('/api/account/phone', { method: 'DELETE' }));
    const asker = accounts.newClient();
    await tally.send(async () => await asker.post('/api/auth/password/forgot', { email }));
    await tally.send(async () => await asker.post('/api/auth/email/resend', { email }));
    await tally.send(async () => await asker.post('/api/auth/register', { email, password }));
  }
}

/** The e-mails to these addresses, once none is still queued. */
async function mailsTo({ database }: Field, people: readonly Person[]) {
  const addresses = people.map(({ email }) => email);
  for (let poll = 0; poll < POLLS; poll++) {
    const waiting = await database(
      `select 1 from mail_outbox where to_address = any($1) and state in ('queued', 'failed')`,
      [addresses],
    );
    if (waiting.length === 0) {
      break;
    }
    await sleep(POLL_MILLISECONDS);
  }
  return await database(
    `select to_address, kind, count(*) filter (where state <> 'dead')::int as mails,
       count(*) filter (where state = 'dead')::int as held, min(id::text) as id
     from mail_outbox where to_address = any($1) group by to_address, kind`,
    [addresses],
  );
}

export const mailFlood: Attack = {
  id: 'mail-flood',
  scenario:
    'An attacker floods two mailboxes of other people: one belongs to a person with an account, the other to an account that nobody confirmed. The attacker signs in from new browsers, removes missing phone numbers, requests links and registers again, many times.',
  policy: `mailLimits.perRecipientAndKind: ${capacity} in ${windowSeconds / 60} minutes; an unconfirmed address gets only e-mails that can confirm it`,
  countedBy: 'rows of mail_outbox that were sent, by address and kind',
  blocks: ['RATE_LIMITED'],
  mostTries: 500,
  async run(field, tally) {
    const { accounts, database, size } = field;
    const [owner, nobody] = [await accounts.register(), await accounts.register()];
    await database('update users set email_verified_at = now() where id = $1', [owner.id]);
    const rounds = size(40, 6);
    await Promise.all(
      [owner, nobody].map(async (person) => await flood(field, tally, person, rounds)),
    );
    const rows = await mailsTo(field, [owner, nobody]);
    const sent = rows.map((row) => Number(row['mails']));
    const beyond = rows.map(({ to_address: to, kind, mails }) => {
      const may = to === owner.email ? CAUSED : PROVING;
      return Math.max(0, Number(mails) - (may.includes(String(kind)) ? capacity : 0));
    });
    return {
      bound: nothingOf(capacity * (PROVING.length + CAUSED.length)),
      evaluated: sum(sent),
      successes: sum(beyond),
      rows: rows.map(({ id }) => String(id)),
      notes: [
        `${sum(rows.map((row) => Number(row['held'])))} e-mails were held back; each is a row in the outbox.`,
      ],
    };
  },
};

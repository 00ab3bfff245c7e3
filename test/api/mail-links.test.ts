import { expect, inject, test } from 'vitest';

import { Client, problemOf } from '../support/client.ts';
import { mailTokenOf } from '../support/fixtures.ts';
import { confirmAddress, newPerson, type Person } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

interface Purpose {
  readonly kind: string;
  /** Asks for the link once more. */
  readonly ask: string;
  readonly use: string;
  readonly body?: (person: Person) => object;
  readonly person: () => Promise<Person>;
}

const purposes: Readonly<Record<string, Purpose>> = {
  'the confirmation': {
    kind: 'verify_email',
    ask: '/api/auth/email/resend',
    use: '/api/auth/email/verify',
    person: async () => await newPerson(),
  },
  'the password reset': {
    kind: 'reset_password',
    ask: '/api/auth/password/forgot',
    use: '/api/auth/password/reset',
    body: ({ password }) => ({ new_password: `${password} anew` }),
    person: async () => await confirmAddress(await newPerson()),
  },
  'the way back from a deletion': {
    kind: 'leaving',
    ask: '/api/auth/password/forgot',
    use: '/api/account/keep',
    person: async () => {
      const person = await confirmAddress(await newPerson());
      await database.rows(
        `update users set status = 'leaving', deletes_at = now() + interval '9 days' where id = $1`,
        [person.id],
      );
      return person;
    },
  },
};

/** The links to that address, oldest first, and what became of their mails. */
async function linksTo({ email }: Person, kind: string) {
  const rows = await database.rows<{ token_id: string; error_code: string | null }>(
    'select token_id, error_code from mail_outbox where to_address = $1 and kind = $2 order by id',
    [email, kind],
  );
  return rows.map((row) => ({
    token: mailTokenOf(inject('appEncKey'), row.token_id),
    hindrance: row.error_code,
  }));
}

test.for(Object.entries(purposes))(
  '%s: a second mail breaks no earlier link, and using one ends them all',
  async ([, { kind, ask, use, body, person: make }]) => {
    const person = await make();
    for (let count = 0; count < 2; count += 1) {
      expect((await new Client().post(ask, { email: person.email })).status).toBe(202);
    }
    const [first, second] = await linksTo(person, kind);
    const send = async (token = '') => await new Client().post(use, { token, ...body?.(person) });
    expect((await send(first?.token)).status).toBe(200);
    expect(problemOf(await send(second?.token)).error_code).toBe('TOKEN_CONSUMED');
  },
);

test.for(Object.entries(purposes))(
  '%s: a mail that is held back leaves the link that was mailed working',
  async ([, { kind, ask, use, body, person: make }]) => {
    const person = await make();
    await new Client().post(ask, { email: person.email });
    await database.rows(
      `update mail_recent set placed_at = placed_at || placed_at || placed_at where to_address = $1`,
      [person.email],
    );
    await new Client().post(ask, { email: person.email });
    const [mailed, held] = await linksTo(person, kind);
    expect([mailed?.hindrance, held?.hindrance]).toEqual([null, 'RECIPIENT_LIMIT']);
    const answer = await new Client().post(use, { token: mailed?.token, ...body?.(person) });
    expect(answer.status).toBe(200);
  },
);

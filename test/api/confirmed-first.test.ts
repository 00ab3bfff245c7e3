import pg from 'pg';
import { describe, expect, test } from 'vitest';

import { login } from '../../src/features/sign-in/contract.ts';
import { setupTotp } from '../../src/features/totp/contract.ts';
import { Client, problemOf } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { codeFor, registerPerson, settleInStep } from '../support/person.ts';

const REFUSED = { status: 403, error_code: 'EMAIL_NOT_VERIFIED' };

describe('where mail can be sent and an address has to be confirmed first', () => {
  const stack = ownStack('confirmed-first', { SECOND_FACTOR_NEEDS_VERIFIED_EMAIL: null });

  async function newcomer() {
    const person = await registerPerson(new Client({ url: stack().appUrl }));
    await person.client.must(login, { email: person.email, password: person.password });
    return person;
  }

  async function asOwner(statement: string, id: string) {
    const database = new pg.Client({ connectionString: stack().database.ownerUrl });
    await database.connect();
    const { rows } = await database.query<Record<string, unknown>>(statement, [id]);
    await database.end();
    return rows;
  }

  test('an unconfirmed person cannot set up a second factor or a phone number, and nothing is sent or stored', async () => {
    const { client, id } = await newcomer();
    for (const [path, body] of [
      ['/api/auth/2fa/setup', undefined],
      ['/api/auth/2fa/enable-init', undefined],
      ['/api/account/phone', { phone: '+447700907080' }],
      ['/api/account/phone/verify', { code: '123456' }],
    ] as const) {
      expect(problemOf(await client.post(path, body))).toMatchObject(REFUSED);
    }
    const [kept] = await asOwner(
      `select u.two_factor_secret_encrypted as secret,
         exists (select from phone_verifications p where p.user_id = u.id) as waits
       from users u where u.id = $1`,
      id,
    );
    expect(kept).toEqual({ secret: null, waits: false });
  });

  test('a set-up begun before the rule can be completed only after the confirmation', async () => {
    const { client, id } = await newcomer();
    await asOwner('update users set email_verified_at = now() where id = $1', id);
    await settleInStep();
    const { secret } = await client.must(setupTotp);
    await asOwner('update users set email_verified_at = null where id = $1', id);
    const confirm = async () =>
      await client.post('/api/auth/2fa/confirm', { code: codeFor(secret, -1) });
    expect(problemOf(await confirm())).toMatchObject(REFUSED);
    await asOwner('update users set email_verified_at = now() where id = $1', id);
    expect((await confirm()).status).toBe(200);
    expect((await client.post('/api/account/phone', { phone: '+447700907081' })).status).toBe(200);
  });
});

describe('where no mail can be sent', () => {
  const stack = ownStack('never-confirmed', {
    EMAIL_PROVIDER: null,
    SECOND_FACTOR_NEEDS_VERIFIED_EMAIL: 'true',
  });

  test('a second factor can be set up, since no address can be confirmed', async () => {
    const person = await registerPerson(new Client({ url: stack().appUrl }));
    await person.client.must(login, { email: person.email, password: person.password });
    expect((await person.client.post(setupTotp.path)).status).toBe(200);
  });
});

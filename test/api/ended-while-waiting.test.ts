import { expect, test } from 'vitest';

import {
  approveTwoFactorReset,
  endUserSessions,
  lockUser,
  requestTwoFactorReset,
} from '../../src/features/admin-users/contract.ts';
import { listSessions } from '../../src/features/sessions/contract.ts';
import { verifySecondFactor } from '../../src/features/sign-in/contract.ts';
import { setupTotp } from '../../src/features/totp/contract.ts';
import { Client, type Answer } from '../support/client.ts';
import { endedOf, openWhileWaiting, type Ends, type Waiting } from '../support/opened-meanwhile.ts';
import { codeFor, newEnrolled, newSignedIn, newStaff, tempTokenOf } from '../support/person.ts';
import { sentMessages } from '../support/simulator.ts';
import { actOn } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

interface Case {
  readonly name: string;
  readonly ends: readonly Ends[];
  readonly prepare: () => Promise<Waiting>;
}

async function remove(client: Client, path: string, body: object = {}): Promise<Answer> {
  return await client.send(path, {
    method: 'DELETE',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

let nextNumber = 0;

/** Somebody to whose phone a code was sent; `code` is that code. */
async function withPhoneCode() {
  const person = await newSignedIn();
  nextNumber += 1;
  const phone = `+4477009004${String(nextNumber).padStart(2, '0')}`;
  await person.client.post('/api/account/phone', { phone });
  const message = (await sentMessages()).find(({ to }) => to === phone);
  return { person, code: /code is (\d{6})/.exec(message?.body ?? '')?.[1] ?? '' };
}

/** Somebody whose browser is trusted, and a copy of what it used to show. */
async function withCopiedTrust() {
  const person = await newEnrolled();
  const client = new Client();
  const temp_token = await tempTokenOf(person, client);
  const [backup_code] = person.backupCodes;
  await client.must(verifySecondFactor, { temp_token, backup_code, trust_device: true });
  const thief = client.copy();
  const { email, password } = person;
  await client.post('/api/auth/login', { email, password });
  await database.rows(
    `update auth_trust_tokens set replaced_at = now() - interval '1 hour' where user_id = $1`,
    [person.id],
  );
  return { person, act: async () => await thief.post('/api/auth/login', { email, password }) };
}

const cases: readonly Case[] = [
  {
    name: 'turning two-factor sign-in on',
    ends: ['session', 'device', 'trust', 'backupCode'],
    prepare: async () => {
      const person = await newSignedIn();
      const { secret } = await person.client.must(setupTotp);
      const act = async () =>
        await person.client.post('/api/auth/2fa/confirm', { code: codeFor(secret) });
      return { person, act };
    },
  },
  {
    name: 'turning two-factor sign-in off',
    ends: ['session', 'trust', 'backupCode'],
    prepare: async () => {
      const person = await newEnrolled();
      const act = async () =>
        await person.client.post('/api/auth/2fa/disable', { code: codeFor(person.secret) });
      return { person, act };
    },
  },
  {
    name: 'new backup codes',
    ends: ['trust', 'backupCode'],
    prepare: async () => {
      const person = await newEnrolled();
      const act = async () =>
        await person.client.post('/api/auth/2fa/backup-codes', { code: codeFor(person.secret) });
      return { person, act };
    },
  },
  {
    name: 'a changed password',
    ends: ['session', 'device', 'trust', 'tempToken'],
    prepare: async () => {
      const person = await newSignedIn();
      const new_password = 'seven calm herons drink at dusk';
      const act = async () =>
        await person.client.post('/api/auth/password/change', { new_password });
      return { person, act };
    },
  },
  {
    name: 'asking for the account to be deleted',
    ends: ['session', 'device', 'trust', 'tempToken'],
    prepare: async () => {
      const person = await newSignedIn();
      await database.rows('update users set email_verified_at = now() where id = $1', [person.id]);
      return { person, act: async () => await remove(person.client, '/api/account') };
    },
  },
  {
    name: 'a phone number that is verified',
    ends: ['session'],
    prepare: async () => {
      const { person, code } = await withPhoneCode();
      const act = async () => await person.client.post('/api/account/phone/verify', { code });
      return { person, act };
    },
  },
  {
    name: 'a phone number that is removed',
    ends: ['session'],
    prepare: async () => {
      const { person, code } = await withPhoneCode();
      await person.client.post('/api/account/phone/verify', { code });
      return { person, act: async () => await remove(person.client, '/api/account/phone') };
    },
  },
  {
    name: 'ending every other session',
    ends: ['session', 'device', 'trust'],
    prepare: async () => {
      const person = await newSignedIn();
      const act = async () => await person.client.post('/api/auth/sessions/revoke-others');
      return { person, act };
    },
  },
  {
    name: 'ending every session',
    ends: ['session', 'device', 'trust'],
    prepare: async () => {
      const person = await newSignedIn();
      const act = async () => await person.client.post('/api/auth/sessions/revoke-all');
      return { person, act };
    },
  },
  {
    name: 'forgetting the browser it was opened in',
    ends: ['session'],
    prepare: async () => {
      const person = await newSignedIn();
      const { email, password } = person;
      await new Client().post('/api/auth/login', { email, password });
      const { devices } = await person.client.must(listSessions);
      const deviceId = devices.find(({ current }) => !current)?.id ?? '';
      const act = async () => await remove(person.client, `/api/auth/devices/${deviceId}`);
      return { person, act, deviceId };
    },
  },
  {
    name: 'a copied secret of a trusted browser',
    ends: ['trust'],
    prepare: withCopiedTrust,
  },
  {
    name: 'a lock by staff',
    ends: ['session', 'trust', 'tempToken'],
    prepare: async () => {
      const [{ client }, person] = [await newStaff(), await newSignedIn()];
      return { person, act: async () => await actOn(client, lockUser, person.id) };
    },
  },
  {
    name: 'the end of every session by staff',
    ends: ['session', 'tempToken'],
    prepare: async () => {
      const [{ client }, person] = [await newStaff(), await newSignedIn()];
      return { person, act: async () => await actOn(client, endUserSessions, person.id) };
    },
  },
  {
    name: 'a second factor that two of the staff remove',
    ends: ['session', 'trust', 'tempToken', 'backupCode'],
    prepare: async () => {
      const [asker, approver] = [await newStaff('SUPPORT'), await newStaff()];
      const person = await newEnrolled();
      const { body } = await actOn(asker.client, requestTwoFactorReset, person.id);
      const reset_id = requestTwoFactorReset.view.parse(body).two_factor_reset.id;
      const act = async () =>
        await actOn(approver.client, approveTwoFactorReset, person.id, { reset_id });
      return { person, act };
    },
  },
];

test.for(cases)('$name ends what was opened while it waited', async ({ ends, prepare }) => {
  const { person, act, deviceId } = await prepare();
  const { answer, opened } = await openWhileWaiting(database, { person, act, deviceId });
  expect([200, 202]).toContain(answer.status);
  expect(await endedOf(database, opened)).toEqual(ends);
});

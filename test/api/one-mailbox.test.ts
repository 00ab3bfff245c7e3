import { expect, test } from 'vitest';

import { listUsers } from '../../src/features/admin-users/contract.ts';
import { forgotPassword, resetPassword } from '../../src/features/passwords/contract.ts';
import { registerAccount } from '../../src/features/register/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { setupTotp } from '../../src/features/totp/contract.ts';
import { lockouts } from '../../src/core/limits/limits.ts';
import { Client, problemOf } from '../support/client.ts';
import { linkIn, waitForMail } from '../support/mail.ts';
import { newCredentials, newStaff } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

/** One mailbox in four spellings, the canonical one first. */
function spellings() {
  const [name] = newCredentials().email.split('@');
  return [
    `${name}@xn--bcher-kva.example`,
    `${name}@bücher.example`,
    `${name}@ＢÜＣＨＥＲ。example`,
    `${name}@bu\u0308cher.example`,
  ] as const;
}

async function signIn(email: string, password: string) {
  return await new Client().post(login.path, { email, password });
}

test('every spelling of one mailbox is one account, and a second one is not made', async () => {
  const [canonical, readable, wide, decomposed] = spellings();
  const { password } = newCredentials();
  await new Client().must(registerAccount, { email: readable, password });
  for (const email of [canonical, readable, wide, decomposed]) {
    expect((await signIn(email, password)).body).toMatchObject({ user: { email: readable } });
    await new Client().post(registerAccount.path, { ...newCredentials(), email });
  }
  const own = await database.rows('select email from users where email = any($1)', [
    [canonical, readable, wide, decomposed],
  ]);
  expect(own).toEqual([{ email: canonical }]);
});

test('a reset asked for in one spelling is good for the account made in another', async () => {
  const [canonical, readable] = spellings();
  const { password } = newCredentials();
  await new Client().must(registerAccount, { email: canonical, password });
  await new Client().must(forgotPassword, { email: readable });
  const { token } = linkIn(await waitForMail(canonical, /password/i), '/reset-password');
  const chosen = newCredentials().password;
  await new Client().must(resetPassword, { token, new_password: chosen });
  expect((await signIn(readable, chosen)).status).toBe(200);
});

test('lockouts and windows count the mailbox, not its spelling', async () => {
  const all = spellings();
  const { password } = newCredentials();
  await new Client().must(registerAccount, { email: all[0], password });
  for (let failure = 0; failure < lockouts.password.failuresPerLock; failure++) {
    await signIn(all[failure % all.length] ?? '', 'not the right password');
  }
  for (const email of all) {
    expect(problemOf(await signIn(email, password)).error_code).toBe('ACCOUNT_LOCKED');
  }
  const other = spellings();
  const codes = [];
  for (const email of other) {
    codes.push((await new Client().post(forgotPassword.path, { email })).status);
  }
  expect(codes).toEqual([202, 202, 202, 429]);
});

test('people see the readable form, staff find it by either, and a password holds neither', async () => {
  const [canonical, readable] = spellings();
  const { password } = newCredentials();
  const weak = { email: canonical, password: `my ${readable} 77` };
  expect(problemOf(await new Client().post(registerAccount.path, weak)).error_code).toBe(
    'PASSWORD_TOO_WEAK',
  );
  const client = new Client();
  const { user } = await client.must(registerAccount, { email: canonical, password });
  expect(user.email).toBe(readable);
  await client.must(login, { email: canonical, password });
  expect((await client.get('/api/auth/me')).body).toMatchObject({ user: { email: readable } });
  const { otpauth_url: url } = await client.must(setupTotp);
  expect(decodeURIComponent(url)).toContain(readable);
  const admin = await newStaff();
  for (const query of [canonical, readable]) {
    const found = await admin.client.get(`${listUsers.path}?query=${encodeURIComponent(query)}`);
    expect(found.body['users']).toMatchObject([{ id: user.id, email: canonical }]);
  }
});

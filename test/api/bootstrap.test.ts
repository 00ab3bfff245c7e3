import { inject, expect, test } from 'vitest';

import { makeBootstrapToken } from '../../ops/bootstrap.ts';
import { listUsers } from '../../src/features/admin-users/contract.ts';
import { claimAdmin } from '../../src/features/bootstrap/contract.ts';
import { login } from '../../src/features/sign-in/contract.ts';
import { confirmTotp, setupTotp } from '../../src/features/totp/contract.ts';
import { labelOf } from '../support/attack.ts';
import { Client } from '../support/client.ts';
import { codeFor, newCredentials, newPerson, newStaff, settleInStep } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

/** The owner's connection string, over HTTP. */
function neonUrl(): string {
  const url = new URL(inject('databaseUrl'));
  const { port } = new URL(inject('neonHttpUrl'));
  url.port = port;
  return url.href;
}

const newToken = async (force = true) =>
  (await makeBootstrapToken({ databaseUrl: neonUrl(), force })) ?? '';

const claim = async (body: object) => await new Client().post(claimAdmin.path, body);

test('the token makes an ADMIN once, whose role works only with both factors', async () => {
  await database.rows(`update users set roles = '{USER}' where 'ADMIN' = any(roles)`);
  const token = await newToken(false);
  const wanted = newCredentials();
  const claimed = await claim({ token, ...wanted });
  expect(claimed.status).toBe(201);
  expect(claimed.headers.getSetCookie()).toEqual([]);
  expect(claimed.body).toMatchObject({
    user: { email: wanted.email, roles: ['USER', 'ADMIN'], two_factor_enabled: false },
  });
  expect(labelOf(await claim({ token, ...newCredentials() }))).toBe('401 TOKEN_CONSUMED');
  const client = new Client();
  await client.must(login, wanted);
  expect(labelOf(await client.get(listUsers.path))).toBe('403 TWO_FACTOR_REQUIRED');
  await settleInStep();
  const { secret } = await client.must(setupTotp);
  await client.must(confirmTotp, { code: codeFor(secret) });
  expect(labelOf(await client.get(listUsers.path))).toBe('200');
  expect(await newToken(false)).toBe('');
});

test('thirty claims at once make one account', async () => {
  const token = await newToken();
  const wanted = Array.from({ length: 30 }, newCredentials);
  const labels = await Promise.all(
    wanted.map(async (one, index) => {
      const client = new Client({ address: `198.51.100.${index}` });
      return labelOf(await client.post(claimAdmin.path, { token, ...one }));
    }),
  );
  expect(labels.filter((label) => label === '201')).toHaveLength(1);
  expect(labels.filter((label) => label === '401 TOKEN_CONSUMED')).toHaveLength(29);
  const made = await database.rows('select roles from users where email = any($1)', [
    wanted.map(({ email }) => email),
  ]);
  expect(made).toEqual([{ roles: ['USER', 'ADMIN'] }]);
});

test('a taken address and a weak password do not consume the token', async () => {
  const [token, owner] = [await newToken(), await newPerson()];
  const { email, password } = newCredentials();
  expect(labelOf(await claim({ token, email: owner.email, password }))).toBe('409 EMAIL_TAKEN');
  expect(labelOf(await claim({ token, email, password: 'password1234567' }))).toBe(
    '422 PASSWORD_TOO_WEAK',
  );
  const roles = await database.rows('select roles from users where id = $1', [owner.id]);
  expect(roles).toEqual([{ roles: ['USER'] }]);
  expect(labelOf(await claim({ token, email, password }))).toBe('201');
});

test('a bootstrap token is invalid after an hour or a newer token, and none is made while an ADMIN exists', async () => {
  const [first, second] = [await newToken(), await newToken()];
  expect(labelOf(await claim({ token: first, ...newCredentials() }))).toBe('401 TOKEN_CONSUMED');
  await database.rows(
    `update auth_bootstrap_tokens set expires_at = now() where consumed_at is null`,
  );
  expect(labelOf(await claim({ token: second, ...newCredentials() }))).toBe('401 TOKEN_EXPIRED');
  const unknown = 'A'.repeat(43);
  expect(labelOf(await claim({ token: unknown, ...newCredentials() }))).toBe('401 TOKEN_INVALID');
  await newStaff();
  const third = await newToken();
  expect(await newToken(false)).toBe('');
  const stored = await database.rows('select token_hash from auth_bootstrap_tokens');
  expect(JSON.stringify(stored)).not.toContain(third);
  expect(labelOf(await claim({ token: third, ...newCredentials() }))).toBe('201');
});

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';

import { encodeBase32 } from '../../src/platform/crypto/encoding.ts';
import { totpCode } from '../../dev/simulators/authenticator.ts';
import { sealTotpSecret } from '../../test/support/fixtures.ts';

/** A person with two-factor sign-in on. */
export interface BenchPerson {
  readonly id: string;
  readonly email: string;
  readonly secret: string;
}

interface Planting {
  readonly count: number;
  readonly appEncKey: string;
  readonly passwordHash: string;
}

/** Inserts people with both factors directly into the database. */
export async function plantPeople(client: pg.Client, planting: Planting): Promise<BenchPerson[]> {
  const people = Array.from({ length: planting.count }, () => {
    const id = randomUUID();
    const bytes = randomBytes(20);
    const sealed = sealTotpSecret(planting.appEncKey, id, bytes);
    return { id, email: `${id}@example.com`, secret: encodeBase32(bytes), sealed };
  });
  await client.query(
    `insert into users (id, email, password_hash, two_factor_enabled, two_factor_secret_encrypted,
       two_factor_enrolled_at, two_factor_last_step, created_at, updated_at)
     select made.id, made.email, $1, true, made.sealed, now(), 0, now(), now()
     from unnest($2::uuid[], $3::text[], $4::text[]) as made (id, email, sealed)`,
    [
      planting.passwordHash,
      people.map(({ id }) => id),
      people.map(({ email }) => email),
      people.map(({ sealed }) => sealed),
    ],
  );
  return people.map(({ id, email, secret }) => ({ id, email, secret }));
}

/** Inserts a temp token for each person; makes the codes of this time step usable again. */
export async function plantTempTokens(
  client: pg.Client,
  people: readonly BenchPerson[],
): Promise<{ temp_token: string; code: string }[]> {
  const tokens = people.map(() => randomBytes(32).toString('base64url'));
  await client.query(
    `with forgotten as (update users set two_factor_last_step = 0 where id = any($2::uuid[]))
     insert into auth_temp_tokens (id, user_id, token_hash, purpose, created_at, expires_at, ip, user_agent)
     select made.id, made.user_id, made.token_hash, 'second_factor', now(), now() + interval '5 minutes', '', ''
     from unnest($1::uuid[], $2::uuid[], $3::text[]) as made (id, user_id, token_hash)`,
    [
      people.map(() => randomUUID()),
      people.map(({ id }) => id),
      tokens.map((token) => createHash('sha256').update(token).digest('hex')),
    ],
  );
  return people.map(({ secret }, index) => ({
    temp_token: tokens[index] ?? '',
    code: totpCode(secret, Date.now()),
  }));
}

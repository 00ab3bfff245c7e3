import { login } from '../../src/features/sign-in/contract.ts';
import { Client } from './client.ts';
import { newEnrolled, tempTokenOf, type Person } from './person.ts';
import { ownerDatabase } from './stack.ts';

const database = ownerDatabase();

/** What one person's rows hold that somebody set up. */
export async function remains(id: string) {
  const [row] = await database.rows<Record<string, unknown>>(
    `select u.two_factor_enabled, u.two_factor_secret_encrypted, u.two_factor_pending_until,
       u.two_factor_enrolled_at, u.two_factor_last_step, u.phone_e164, u.phone_verified_at,
       (select count(*)::int from backup_codes b where b.user_id = u.id) as backup_codes,
       (select count(*)::int from phone_verifications p where p.user_id = u.id) as waiting_numbers,
       (select count(*)::int from auth_sessions s where s.user_id = u.id and s.revoked_at is null) as sessions,
       (select count(*)::int from auth_temp_tokens t where t.user_id = u.id and t.consumed_at is null) as temp_tokens,
       (select count(*)::int from auth_devices d where d.user_id = u.id and d.revoked_at is null) as devices,
       (select count(*)::int from two_factor_resets r where r.user_id = u.id and r.settled_at is null) as resets
     from users u where u.id = $1`,
    [id],
  );
  return row;
}

/** As of somebody who has set up nothing. */
export const NOTHING = {
  two_factor_enabled: false,
  two_factor_secret_encrypted: null,
  two_factor_pending_until: null,
  two_factor_enrolled_at: null,
  two_factor_last_step: null,
  phone_e164: null,
  phone_verified_at: null,
  backup_codes: 0,
  waiting_numbers: 0,
  sessions: 0,
  temp_tokens: 0,
  devices: 0,
  resets: 0,
};

/** Everything somebody can set up before the address is confirmed, with a sign-in half way. */
export async function newFullAccount(): Promise<Person> {
  const person = await newEnrolled();
  await database.rows(
    `with numbered as (
       update users set phone_e164 = '+447700907090', phone_verified_at = now() where id = $1
     ), asked as (
       insert into two_factor_resets (id, user_id, requested_by, requested_at)
       values (gen_random_uuid(), $1, gen_random_uuid(), now())
     )
     insert into phone_verifications (user_id, phone_e164, code_hash, created_at, expires_at)
     values ($1, '+447700907091', repeat('a', 64), now(), now() + interval '10 minutes')`,
    [person.id],
  );
  await tempTokenOf(person);
  return person;
}

/** With the password, from a browser that nobody has seen. */
export async function signIn({ email, password }: Pick<Person, 'email' | 'password'>) {
  return await new Client().post(login.path, { email, password });
}

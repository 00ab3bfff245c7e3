import { expect, test } from 'vitest';

import { contracts, isForPeople, missingId, pathOf, titled } from '../support/contracts.ts';
import { wholeRequest } from '../support/harmless.ts';
import { newSignedIn, newStaff } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const writes = contracts.filter((spec) => isForPeople(spec) && spec.method !== 'GET');
const staff = await newStaff();

test.for(titled(writes))(
  '%s for another person than the one signed in is refused and changes nothing',
  async ([, spec]) => {
    const person = spec.guard === 'role' ? staff : await newSignedIn();
    const before = await rowsOf(person.id);
    const { path, init } = wholeRequest(spec, {
      path: pathOf(spec),
      headers: { 'x-account': missingId() },
    });
    const answer = await person.client.send(path, init);
    expect(answer).toMatchObject({ status: 409, body: { error_code: 'ACCOUNT_CHANGED' } });
    expect(await rowsOf(person.id)).toEqual(before);
  },
);

test('a write for the person signed in, or for nobody in particular, is as it was', async () => {
  const person = await newSignedIn();
  const headers = { 'content-type': 'application/json', 'x-account': person.id };
  const path = '/api/auth/2fa/setup';
  const named = await person.client.send(path, { method: 'POST', headers, body: '{}' });
  expect(named.status).toBe(200);
  expect((await person.client.post(path, {})).status).toBe(200);
});

/** The account, its living sessions and what was recorded of it. */
async function rowsOf(userId: string) {
  return await database.rows(
    `select u.updated_at, u.phone_e164, u.status,
       (select count(*) from auth_sessions s where s.user_id = u.id and s.revoked_at is null) as open,
       (select count(*) from security_audit_logs l where l.actor_id = u.id) as recorded
     from users u where u.id = $1`,
    [userId],
  );
}

import { expect, test } from 'vitest';

import { endUserSessions } from '../../src/features/admin-users/contract.ts';
import { openWhileWaiting } from '../support/opened-meanwhile.ts';
import { newSignedIn, newStaff } from '../support/person.ts';
import { actOn } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

async function countsOf(personId: string, action: string): Promise<unknown[]> {
  return await database.rows(
    `select (metadata ->> 'sessions')::int as sessions from security_audit_logs
     where target_id = $1 and action = $2`,
    [personId, action],
  );
}

test('the end of every session by staff counts and records those that were opened while it waited', async () => {
  const [{ client }, person] = [await newStaff(), await newSignedIn()];
  await database.rows('update auth_sessions set revoked_at = now() where user_id = $1', [
    person.id,
  ]);
  const act = async () => await actOn(client, endUserSessions, person.id);
  const { answer } = await openWhileWaiting(database, { person, act });
  expect(answer.body).toMatchObject({ revoked: 1 });
  expect(await countsOf(person.id, 'user.sessions_ended')).toEqual([{ sessions: 1 }]);
});

test('ending every other session counts and records those that were opened while it waited', async () => {
  const person = await newSignedIn();
  const act = async () => await person.client.post('/api/auth/sessions/revoke-others');
  const { answer } = await openWhileWaiting(database, { person, act });
  expect(answer.body).toMatchObject({ revoked: 1 });
  expect(await countsOf(person.id, 'session.revoked')).toEqual([{ sessions: 1 }]);
});

test('ending sessions where none is left and none was opened records nothing', async () => {
  const [{ client }, person] = [await newStaff(), await newSignedIn()];
  const act = async () => await actOn(client, endUserSessions, person.id);
  expect((await act()).body).toMatchObject({ revoked: 1 });
  expect((await act()).body).toMatchObject({ revoked: 0 });
  expect(await countsOf(person.id, 'user.sessions_ended')).toEqual([{ sessions: 1 }]);
});

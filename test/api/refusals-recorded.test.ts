import { expect, test } from 'vitest';

import { Client, problemOf, type Answer } from '../support/client.ts';
import { newSignedIn } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

async function recordsOf(answers: readonly Answer[]) {
  return await database.rows(
    `select action, outcome, actor_type, actor_id, metadata ->> 'reason' as reason
     from security_audit_logs where trace_id = any($1) order by seq`,
    [answers.map(({ headers }) => headers.get('x-trace-id'))],
  );
}

async function times(count: number, act: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let index = 0; index < count; index++) {
    answers.push(await act());
  }
  return answers;
}

test('a cross-site write leaves a row without a person, and at most twenty of an address in five minutes', async () => {
  const { client } = await newSignedIn();
  const headers = { origin: 'https://evil.example' };
  const answers = await times(
    25,
    async () => await client.send('/api/auth/logout', { method: 'POST', headers }),
  );
  expect(new Set(answers.map((answer) => problemOf(answer).error_code))).toEqual(
    new Set(['ORIGIN_REFUSED']),
  );
  const rows = await recordsOf(answers);
  expect(rows).toHaveLength(20);
  expect(rows[0]).toEqual({
    action: 'request.origin_refused',
    outcome: 'refused',
    actor_type: 'anonymous',
    actor_id: null,
    reason: 'foreign_origin',
  });
  expect(JSON.stringify(rows)).not.toContain('evil');
});

test('a session that is not fresh leaves a row of its person, and no more rows than their window allows', async () => {
  const person = await newSignedIn();
  await database.rows(
    `update auth_sessions set authenticated_at = now() - interval '11 minutes' where user_id = $1`,
    [person.id],
  );
  const elsewhere = new Client();
  elsewhere.cookie = person.client.cookie;
  const answers = [
    ...(await times(12, async () => await person.client.post('/api/auth/2fa/setup'))),
    ...(await times(12, async () => await elsewhere.post('/api/auth/2fa/setup'))),
  ];
  expect(new Set(answers.map((answer) => problemOf(answer).error_code))).toEqual(
    new Set(['FRESH_SESSION_REQUIRED']),
  );
  const rows = (await recordsOf(answers)).filter(({ action }) => action !== 'session.moved');
  expect(rows[0]).toEqual({
    action: 'session.stale_refused',
    outcome: 'refused',
    actor_type: 'user',
    actor_id: person.id,
    reason: 'session_not_fresh',
  });
  expect(rows).toHaveLength(20);
});

test('a request of an anonymous client leaves no row', async () => {
  expect(await recordsOf([await new Client().post('/api/auth/2fa/setup')])).toEqual([]);
});

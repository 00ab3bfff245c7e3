import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { mintToken } from '../../ops/access-token.ts';
import { exportAccount } from '../../src/features/account-deletion/contract.ts';
import { Client, type Answer } from '../support/client.ts';
import { contracts, titled } from '../support/contracts.ts';
import { form, json } from '../support/harmless.ts';
import { newSignedIn } from '../support/person.ts';
import { setMode } from '../support/simulator.ts';
import { ownerDatabase } from '../support/stack.ts';
import { successes } from '../support/successes.ts';

const database = ownerDatabase();
/** It only puts a cookie into the browser or takes it away; the server keeps nothing, see docs/decisions/0059. */
const COOKIE_ONLY = '/api/auth/2fa/pending';
const changing = contracts.filter(({ method, path }) => method !== 'GET' && path !== COOKIE_ONLY);

beforeAll(async () => await setMode('twilio', { callbacks: false }));
afterAll(async () => await setMode('twilio', {}));

interface Recorded extends Record<string, unknown> {
  readonly action: string;
  readonly outcome: string;
  readonly actor_type: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

async function recordsOf(answer: Answer): Promise<Recorded[]> {
  return await database.rows<Recorded>(
    `select action, outcome, actor_type, metadata from security_audit_logs
     where trace_id = $1 order by seq`,
    [answer.headers.get('x-trace-id')],
  );
}

test.for(titled(changing))(
  '%s leaves a row in the audit trail when it succeeds',
  async ([title, spec]) => {
    const succeed = successes[title];
    if (!succeed) {
      throw new Error(
        `Nobody knows how ${title} succeeds: register a way in test/support/successes.ts, ` +
          'so that this test can see that it leaves a row in security_audit_logs.',
      );
    }
    const answer = await succeed(spec.path);
    expect({ title, status: answer.status, body: answer.body }).toMatchObject({
      status: spec.status ?? 200,
    });
    const recorded = await recordsOf(answer);
    expect(recorded.map(({ outcome }) => outcome)).toContain('success');
    const used = recorded.filter(({ action }) => action === 'access_token.used');
    expect(used).toHaveLength(spec.guard === 'service' ? 1 : 0);
    expect(recorded.length).toBeGreaterThan(used.length);
  },
);

test('every registered success belongs to an existing endpoint', () => {
  const titles = new Set<string>(titled(changing).map(([title]) => title));
  expect(Object.keys(successes).filter((title) => !titles.has(title))).toEqual([]);
});

test('an export is recorded', async () => {
  const { client } = await newSignedIn();
  expect(await recordsOf(await client.get(exportAccount.path))).toMatchObject([
    { action: 'account.exported', outcome: 'success', actor_type: 'user' },
  ]);
});

async function alert(authorization: string | null, client = new Client()): Promise<Answer> {
  return await client.send('/api/alerts/sms', {
    method: 'POST',
    headers: { ...json, ...(authorization === null ? {} : { authorization }) },
    body: JSON.stringify({ to: '+447700900999', message: 'Good morning.' }),
  });
}

test('an invalid token leaves a row, and a row about a missing scope names the service', async () => {
  const foreign = await alert('Bearer a.b.c');
  expect(foreign.status).toBe(401);
  expect(await recordsOf(foreign)).toMatchObject([
    { action: 'access_token.refused', outcome: 'refused', actor_type: 'anonymous' },
  ]);
  const token = await mintToken(inject('tokenKeys'), { scope: 'usage:write' });
  const lacking = await alert(`Bearer ${token}`);
  expect(lacking.status).toBe(403);
  const [row] = await recordsOf(lacking);
  expect(row).toMatchObject({
    action: 'access_token.refused',
    outcome: 'refused',
    actor_type: 'service',
    metadata: { scope: 'alerts:send', subject: expect.stringMatching(/./) },
  });
  expect(JSON.stringify(row)).not.toContain(token);
});

test('bad tokens from an address add at most twenty rows in five minutes', async () => {
  const client = new Client();
  const answers = [];
  for (let index = 0; index < 25; index++) {
    answers.push(await alert('Bearer a.b.c', client));
  }
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  const rows = await Promise.all(answers.map(recordsOf));
  expect(rows.flat()).toHaveLength(20);
  expect(await recordsOf(await alert(null))).toEqual([]);
});

test('a delivery report with a bad signature leaves a row', async () => {
  const answer = await new Client().send('/api/alerts/sms/callback?event=x', {
    method: 'POST',
    headers: { ...form, 'x-twilio-signature': 'AAAA' },
    body: 'MessageSid=x',
  });
  expect(answer.status).toBe(403);
  expect(await recordsOf(answer)).toMatchObject([
    { action: 'message.report_refused', outcome: 'refused' },
  ]);
});

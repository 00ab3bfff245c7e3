import { expect, test } from 'vitest';

import { proofOf } from '../../src/core/audit/proved.ts';
import { listActivity } from '../../src/features/audit-log/contract.ts';
import { exportAccount } from '../../src/features/account-deletion/contract.ts';
import { Client, type Answer } from '../support/client.ts';
import {
  codeFor,
  newEnrolled,
  newSignedIn,
  settleInStep,
  tempTokenOf,
  type Enrolled,
} from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

interface Row extends Record<string, unknown> {
  readonly action: string;
}

/** The row of a request, by its trace. */
async function recordsOf(answer: Answer): Promise<Row[]> {
  return await database.rows<Row>(
    `select action, actor_type, actor_id, target_id from security_audit_logs
     where trace_id = $1 order by seq`,
    [answer.headers.get('x-trace-id')],
  );
}

type Act = (person: Enrolled, client: Client) => Promise<Answer>;

/** Everything that can be done to an account by somebody who has shown nothing of being its owner. */
const unproved: Readonly<Record<string, readonly [name: string, act: Act]>> = {
  'user.sign_in_refused': [
    'a wrong password',
    async ({ email }, client) => await client.post('/api/auth/login', { email, password: 'no' }),
  ],
  'password.reset_requested': [
    'a reset that was asked for',
    async ({ email }, client) => await client.post('/api/auth/password/forgot', { email }),
  ],
  'email.verification_requested': [
    'a link that was asked for',
    async ({ email }, client) => await client.post('/api/auth/email/resend', { email }),
  ],
  'user.registration_refused': [
    'a taken address',
    async ({ email }, client) =>
      await client.post('/api/auth/register', { email, password: 'quiet otters walk the dog' }),
  ],
  'second_factor.refused': [
    'a temp token that is over',
    async (person, client) => {
      const temp_token = await tempTokenOf(person, client);
      await settleInStep();
      const code = codeFor(person.secret);
      await client.post('/api/auth/2fa/verify', { temp_token, code });
      return await new Client().post('/api/auth/2fa/verify', { temp_token, code });
    },
  ],
};

test.for(Object.entries(unproved))(
  '%s: the actor is anonymous, and the account is the target',
  async ([action, [, act]]) => {
    const person = await newEnrolled();
    const answer = await act(person, new Client());
    const records = await recordsOf(answer);
    expect(records.filter((row) => row.action === action)).toEqual([
      { action, actor_type: 'anonymous', actor_id: null, target_id: person.id },
    ]);
  },
);

test('no action that needs no proof is left out of these, but those that name nobody at all', () => {
  const nameNobody = [
    'request.origin_refused',
    'second_factor.reset_link_refused',
    'admin.claim_refused',
    'message.report_refused',
    'mail.report_refused',
  ];
  const open = Object.entries(proofOf).filter(([, proof]) => proof === 'nothing');
  expect(open.map(([action]) => action).filter((action) => !nameNobody.includes(action))).toEqual(
    expect.arrayContaining(Object.keys(unproved).filter((one) => one !== 'second_factor.refused')),
  );
  expect(open).toHaveLength(nameNobody.length + Object.keys(unproved).length - 1);
});

test('after a password, a session or a link is proved, the actor is the person', async () => {
  const person = await newEnrolled();
  const client = new Client();
  const { email, password } = person;
  const first = await client.post('/api/auth/login', { email, password });
  const { temp_token } = first.body;
  const wrong = await client.post('/api/auth/2fa/verify', { temp_token, code: '000000' });
  const again = await person.client.post('/api/auth/reauthenticate', {
    password: 'no',
    code: '000000',
  });
  for (const [answer, action] of [
    [first, 'user.password_accepted'],
    [wrong, 'second_factor.refused'],
    [again, 'user.reauthentication_refused'],
  ] as const) {
    expect(await recordsOf(answer)).toMatchObject([
      { action, actor_type: 'user', actor_id: person.id, target_id: person.id },
    ]);
  }
});

test('the owner sees an anonymous actor without an address, on the page and in the download', async () => {
  const person = await newSignedIn();
  const anonymous = new Client();
  await anonymous.send('/api/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Strangefox/1' },
    body: JSON.stringify({ email: person.email, password: 'no' }),
  });
  await anonymous.post('/api/auth/password/forgot', { email: person.email });
  const { body } = await person.client.get(listActivity.path);
  expect(listActivity.view.parse(body).events).toMatchObject([
    { action: 'password.reset_requested', by: 'somebody', ip: null, user_agent: null },
    { action: 'user.sign_in_refused', by: 'somebody', ip: null, user_agent: null },
    { action: 'user.signed_in', by: 'you' },
  ]);
  const download = await person.client.get(exportAccount.path);
  expect(exportAccount.view.parse(download.body).audit_events).toMatchObject([
    { action: 'password.reset_requested', ip: '' },
    { action: 'user.sign_in_refused', ip: '', user_agent: '' },
    { action: 'user.signed_in' },
  ]);
  expect(JSON.stringify(download.body)).not.toContain('Strangefox');
});

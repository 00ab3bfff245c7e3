import { setTimeout as sleep } from 'node:timers/promises';

import type { ApiClient } from '../client/api-client.ts';
import { nothingOf, type Attack, type Field } from './attack.ts';
import type { Tally } from './tally.ts';

const POLLS = 60;
const POLL_MILLISECONDS = 250;
/** The trace id at the end of each answer; trace ids of calls stand before it. */
const OWN_TRACE = /"trace_id":"[0-9a-f]{32}"\}$/gm;

/** Everything that a person with an account can read about the outside services, as one text. */
async function readAll(attacker: ApiClient): Promise<string> {
  const { body } = await attacker.must(attacker.get('/api/integrations/status'));
  const list: unknown = body['integrations'];
  const providers = (Array.isArray(list) ? list : []).map(
    ({ provider }: { provider: string }) => provider,
  );
  const paths = [
    '/api/system/status',
    ...providers.map((provider) => `/api/integrations/${provider}/events?limit=50`),
  ];
  const texts = [JSON.stringify(body)];
  for (const path of paths) {
    texts.push(JSON.stringify((await attacker.must(attacker.get(path))).body));
  }
  return texts.join('\n').replaceAll(OWN_TRACE, ''); // each answer has its own trace id
}

/** Requests e-mail to the address and makes a sign-in fail; returns the trace ids of the answers. */
async function provoke({ accounts }: Field, tally: Tally, email: string): Promise<string[]> {
  const requester = accounts.newClient();
  const requests = [
    ['/api/auth/password/forgot', { email }],
    ['/api/auth/email/resend', { email }],
    ['/api/auth/login', { email, password: 'not the right password' }],
  ] as const;
  const traces: string[] = [];
  for (const [path, body] of requests) {
    const answer = await tally.send(async () => await requester.post(path, body));
    traces.push(answer.headers.get('x-trace-id') ?? '');
  }
  return traces;
}

/** The finished calls with one of those trace ids or of that person, as soon as there is one. */
async function callsOf({ database }: Field, ids: readonly string[]): Promise<string[]> {
  for (let poll = 0; poll < POLLS; poll++) {
    const rows = await database(
      `select id::text from integration_usage_events
       where (trace_id = any($1) or user_id::text = any($1)) and finished_at is not null`,
      [ids],
    );
    if (rows.length > 0) {
      return rows.map(({ id }) => String(id));
    }
    await sleep(POLL_MILLISECONDS);
  }
  throw new Error('no e-mail was sent, so nothing was shown');
}

export const ledgerOracle: Attack = {
  id: 'ledger-oracle',
  scenario:
    'An attacker with an account requests e-mail to addresses with and without an account, and looks for a trace of it in everything they can read about the outside services.',
  policy:
    'integrations.read and status.read: without these permissions a person can read only about their own calls',
  countedBy:
    'everything the attacker can read, before and after; calls to the mail server by trace id',
  blocks: ['RATE_LIMITED', 'FORBIDDEN'],
  mostTries: 60,
  async run(field, tally) {
    const { accounts, size } = field;
    const { client: attacker, id } = await accounts.signIn();
    await callsOf(field, [id]); // the first e-mail to the attacker, which they may see
    const before = await readAll(attacker);
    const rows: string[] = [];
    let telling = 0;
    for (let turn = 0; turn < size(8, 2); turn++) {
      const known = await accounts.register();
      const traces = await provoke(field, tally, known.email);
      rows.push(...(await callsOf(field, traces)));
      traces.push(...(await provoke(field, tally, accounts.newCredentials().email)));
      const after = await readAll(attacker);
      const isTold = after !== before || traces.some((trace) => after.includes(trace));
      telling += isTold ? 1 : 0;
    }
    return {
      bound: nothingOf(null),
      evaluated: tally.tries.length,
      successes: telling,
      rows,
      notes: [
        `${rows.length} calls to the mail server were made, and the attacker could read about none.`,
      ],
    };
  },
};

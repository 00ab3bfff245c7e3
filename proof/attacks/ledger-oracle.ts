import { setTimeout as sleep } from 'node:timers/promises';

import type { ApiClient } from '../client/api-client.ts';
import { nothingOf, type Attack, type Field } from './attack.ts';
import type { Tally } from './tally.ts';

const POLLS = 60;
const POLL_MILLISECONDS = 250;
/** At the end of each answer; those of calls stand before it. */
const OWN_TRACE = /"trace_id":"[0-9a-f]{32}"\}$/gm;

/** Everything that somebody with an account is told of the outside services, as one text. */
async function told(onlooker: ApiClient): Promise<string> {
  const { body } = await onlooker.must(onlooker.get('/api/integrations/status'));
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
    texts.push(JSON.stringify((await onlooker.must(onlooker.get(path))).body));
  }
  return texts.join('\n').replaceAll(OWN_TRACE, ''); // each answer has a trace id of its own
}

/** Asks for mail to the address, and gets a sign-in refused; the trace ids of the answers. */
async function provoke({ accounts }: Field, tally: Tally, email: string): Promise<string[]> {
  const asker = accounts.newClient();
  const requests = [
    ['/api/auth/password/forgot', { email }],
    ['/api/auth/email/resend', { email }],
    ['/api/auth/login', { email, password: 'not the right password' }],
  ] as const;
  const traces: string[] = [];
  for (const [path, body] of requests) {
    const answer = await tally.send(async () => await asker.post(path, body));
    traces.push(answer.headers.get('x-trace-id') ?? '');
  }
  return traces;
}

/** The finished calls with one of those trace ids or of that person, once there is one. */
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
  throw new Error('no mail went out, so nothing was shown');
}

export const ledgerOracle: Attack = {
  id: 'ledger-oracle',
  scenario:
    'Somebody with an account asks for mail to addresses with and without one, and looks for a trace of it in all that the outside services are said to do.',
  policy: 'integrations.read and status.read: without them a person is told of their own calls',
  countedBy:
    'what the onlooker reads, whole, before and after; calls to the mail server by trace id',
  blocks: ['RATE_LIMITED', 'FORBIDDEN'],
  mostTries: 60,
  async run(field, tally) {
    const { accounts, size } = field;
    const { client: onlooker, id } = await accounts.signIn();
    await callsOf(field, [id]); // their own first mail, which they may see
    const before = await told(onlooker);
    const rows: string[] = [];
    let telling = 0;
    for (let turn = 0; turn < size(8, 2); turn++) {
      const known = await accounts.register();
      const traces = await provoke(field, tally, known.email);
      rows.push(...(await callsOf(field, traces)));
      traces.push(...(await provoke(field, tally, accounts.newCredentials().email)));
      const after = await told(onlooker);
      const isTold = after !== before || traces.some((trace) => after.includes(trace));
      telling += isTold ? 1 : 0;
    }
    return {
      bound: nothingOf(null),
      evaluated: tally.tries.length,
      successes: telling,
      rows,
      notes: [
        `${rows.length} calls to the mail server were made, and the onlooker was told of none.`,
      ],
    };
  },
};

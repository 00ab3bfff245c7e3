import { setTimeout as sleep } from 'node:timers/promises';

import { ASVS, clause, type Claim } from '../claim.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Context } from '../context.ts';

const POLLS = 80;
const POLL_MILLISECONDS = 250;

/** What a person can read about the outside services, without the trace id of each answer. */
async function readAll(client: ApiClient): Promise<string> {
  const paths = [
    '/api/integrations/status',
    '/api/system/status',
    '/api/integrations/smtp/events?limit=50',
    '/api/integrations/twilio/events?limit=50',
  ];
  const bodies = [];
  for (const path of paths) {
    const { body } = await client.must(client.get(path));
    bodies.push({ ...body, trace_id: '' });
  }
  return JSON.stringify(bodies);
}

/** The number of calls to the mail server with that trace id or for that person, as soon as there is one. */
async function mailCalls(context: Context, id: string): Promise<number> {
  for (let poll = 0; poll < POLLS; poll++) {
    const rows = await context.rows(
      `select id from integration_usage_events
       where provider = 'smtp' and (trace_id = $1 or user_id::text = $1) and finished_at is not null`,
      [id],
    );
    if (rows.length > 0) {
      return rows.length;
    }
    await sleep(POLL_MILLISECONDS);
  }
  return 0;
}

/** Whether an e-mail was sent would reveal whether an account exists. */
export const ledgerPrivacy: Claim = {
  id: 'ledger-privacy',
  title:
    'What a person can read about the outside services does not reveal whether others were sent an e-mail.',
  shows:
    'A person reads everything they can about the outside services. Then a password reset is requested for an address with an account and for one without. The ledger has the e-mail to the first address with the trace id of the request. The person reads again and must see exactly the same text.',
  group: 'Outside services',
  clauses: clause(ASVS, '6.3.8', '8.2.2'),
  needs: ['database', 'simulators'],
  async run(context) {
    const { client: observer, id } = await context.accounts.signIn(
      context.client(context.transcript('The person who reads')),
    );
    await mailCalls(context, id); // the first e-mail to this person, which they may see
    const before = await readAll(observer.note('Before'));
    const known = await context.accounts.register(context.client());
    const requester = context.client(context.transcript('The requested resets'));
    const forgot = async (email: string) =>
      await requester.must(requester.post('/api/auth/password/forgot', { email }), 202);
    const traceId = (await forgot(known.email)).headers.get('x-trace-id') ?? '';
    context.check(
      'The e-mail to the address with an account was sent, with the trace id of the request',
      (await mailCalls(context, traceId)) > 0,
      traceId,
    );
    context.check(
      'Another person reads exactly the same text as before',
      (await readAll(observer.note('After the address with an account'))) === before,
      `${before.length} characters`,
    );
    await forgot(context.accounts.newCredentials().email);
    context.check(
      'The text is the same after a reset for an address without an account',
      (await readAll(observer.note('After the address without'))) === before,
      `${before.length} characters`,
    );
  },
};

import { setTimeout as sleep } from 'node:timers/promises';

import { ASVS, clause, type Claim } from '../claim.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Context } from '../context.ts';

const POLLS = 80;
const POLL_MILLISECONDS = 250;

/** What somebody reads of the outside services, without the trace id of each answer. */
async function told(client: ApiClient): Promise<string> {
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

/** The calls to the mail server under that trace id or for that person, once there is one. */
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

/** Whether a mail was sent tells whether there is an account. */
export const ledgerPrivacy: Claim = {
  id: 'ledger-privacy',
  title: 'What a person reads of the outside services does not tell whether others were mailed.',
  shows:
    'A person reads all that is said of the outside services. A reset is asked for, for an address with an account and for one without; the mail to the first is in the ledger under its trace id. The person reads again, and it is exactly the same text.',
  group: 'Outside services',
  clauses: clause(ASVS, '6.3.8', '8.2.2'),
  needs: ['database', 'simulators'],
  async run(context) {
    const { client: onlooker, id } = await context.accounts.signIn(
      context.client(context.transcript('A person who looks on')),
    );
    await mailCalls(context, id); // their own first mail, which they may see
    const before = await told(onlooker.note('Before'));
    const known = await context.accounts.register(context.client());
    const asker = context.client(context.transcript('Resets are asked for'));
    const forgot = async (email: string) =>
      await asker.must(asker.post('/api/auth/password/forgot', { email }), 202);
    const traceId = (await forgot(known.email)).headers.get('x-trace-id') ?? '';
    context.check(
      'The mail to the address with an account went out, under the trace id of the request',
      (await mailCalls(context, traceId)) > 0,
      traceId,
    );
    context.check(
      'Another person reads exactly the same text',
      (await told(onlooker.note('After the address with an account'))) === before,
      `${before.length} characters`,
    );
    await forgot(context.accounts.newCredentials().email);
    context.check(
      'And the same once more for an address without',
      (await told(onlooker.note('After the address without'))) === before,
      `${before.length} characters`,
    );
  },
};

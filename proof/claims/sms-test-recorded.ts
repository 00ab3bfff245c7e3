import { setTimeout as sleep } from 'node:timers/promises';

import { ASVS, clause, type Claim } from '../claim.ts';
import { newNumber } from '../phone-number.ts';

/** A message has a row before it is sent, and the provider's report completes the row. */
export const smsTestRecorded: Claim = {
  id: 'sms-test-recorded',
  title:
    'A test message has an event id and a trace id, and its row records the delivery but not the phone number.',
  shows:
    'A person sends a test message. The event id in the answer finds the row, the row has the trace id of the answer, and the provider’s signed report marks it as delivered.',
  group: 'Outside services',
  clauses: clause(ASVS, '16.2.1', '16.2.5'),
  needs: ['database', 'simulators'],
  async run(context) {
    const { client: sender } = await context.accounts.signIn(
      context.client(context.transcript('The test message')),
    );
    const to = newNumber();
    const answer = await sender.note('A test message').post('/api/alerts/sms/test', { to });
    const [event, traceId] = [String(answer.body['event_id']), String(answer.body['trace_id'])];
    context.check(
      'The message is accepted, with an event id and a trace id',
      answer.status === 200 && /^[0-9a-f-]{36}$/.test(event) && /^[0-9a-f]{32}$/.test(traceId),
      `${answer.status}, event ${event}, trace ${traceId}`,
    );
    for (let look = 0; look < 50 && (await delivery()) !== 'delivered'; look++) {
      await sleep(100);
    }
    const [row] = await context.sql(
      'The row in the ledger',
      `select id, provider, operation, kind, status, trace_id, latency_ms, http_status, provider_ref, delivery_status, created_at, finished_at
       from integration_usage_events where id = $1`,
      [event],
    );
    context.checkEqual(
      'The row has the same trace id, the status SUCCESS and the delivery status delivered',
      [row?.['trace_id'], row?.['status'], row?.['delivery_status']],
      [traceId, 'SUCCESS', 'delivered'],
    );
    context.checkEqual(
      'The row has the provider’s message id',
      row?.['provider_ref'],
      answer.body['message_id'],
    );
    context.check(
      'The row does not contain the phone number',
      !JSON.stringify(row ?? {}).includes(to.slice(1)),
      'searched every column',
    );

    async function delivery() {
      const [found] = await context.rows(
        'select delivery_status from integration_usage_events where id = $1',
        [event],
      );
      return found?.['delivery_status'];
    }
  },
};

import { setTimeout as sleep } from 'node:timers/promises';

import { ASVS, clause, type Claim } from '../claim.ts';
import { newNumber } from '../phone-number.ts';

/** A message is a row before it leaves, and is closed by the provider's report. */
export const smsTestRecorded: Claim = {
  id: 'sms-test-recorded',
  title:
    'A test message has an event and a trace id, and its row says that it was delivered, without the number.',
  shows:
    'Somebody sends a test message. The answer’s event id finds the row, the row’s trace id is that of the answer, and the provider’s signed report closes it.',
  group: 'Outside services',
  clauses: clause(ASVS, '16.2.1', '16.2.5'),
  needs: ['database', 'simulators'],
  async run(context) {
    const { client: stranger } = await context.accounts.signIn(
      context.client(context.transcript('The test message')),
    );
    const to = newNumber();
    const answer = await stranger.note('A test message').post('/api/alerts/sms/test', { to });
    const [event, traceId] = [String(answer.body['event_id']), String(answer.body['trace_id'])];
    context.check(
      'It was taken, with an event id and a trace id',
      answer.status === 200 && /^[0-9a-f-]{36}$/.test(event) && /^[0-9a-f]{32}$/.test(traceId),
      `${answer.status}, event ${event}, trace ${traceId}`,
    );
    for (let look = 0; look < 50 && (await delivery()) !== 'delivered'; look++) {
      await sleep(100);
    }
    const [row] = await context.sql(
      'Its row in the ledger',
      `select id, provider, operation, kind, status, trace_id, latency_ms, http_status, provider_ref, delivery_status, created_at, finished_at
       from integration_usage_events where id = $1`,
      [event],
    );
    context.checkEqual(
      'The row has the same trace id, is a success, and was reported delivered',
      [row?.['trace_id'], row?.['status'], row?.['delivery_status']],
      [traceId, 'SUCCESS', 'delivered'],
    );
    context.checkEqual(
      'It keeps the provider’s own id of the message',
      row?.['provider_ref'],
      answer.body['message_id'],
    );
    context.check(
      'It does not hold the number',
      !JSON.stringify(row ?? {}).includes(to.slice(1)),
      'looked through every column',
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

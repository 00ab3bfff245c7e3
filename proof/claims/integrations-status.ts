import { ASVS, clause, type Claim } from '../claim.ts';
import type { ApiClient } from '../client/api-client.ts';

const PROVIDER = 'finnhub';

/** "Connected" comes from a call that succeeded, not from the configuration. */
export const integrationsStatus: Claim = {
  id: 'integrations-status',
  title:
    'An integration is shown as connected because a call to it succeeded, and every use is counted.',
  shows:
    'The status is read before and after one call to the market-data provider. The list of events contains the call with its trace id.',
  group: 'Outside services',
  clauses: clause(ASVS, '16.2.1'),
  needs: ['simulators'],
  async run(context) {
    const { client } = await context.accounts.signIn(
      context.client(context.transcript('The status before and after a call')),
    );
    const begun = Date.now();
    const before = await statusOf(client.note('Before'));
    context.checkEqual('Before the call the integration is configured', before['configured'], true);
    const quote = await client
      .note('One call to the provider')
      .get('/api/market/quote?symbol=AAPL');
    context.checkEqual('The call is answered', quote.status, 200);
    const after = await statusOf(client.note('After'));
    context.checkEqual('After the call the integration is connected', after['connected'], true);
    context.checkEqual(
      'The number of proven uses in 24 hours went up by one',
      Number(after['proof_of_use_count_24h']) - Number(before['proof_of_use_count_24h']),
      1,
    );
    context.check(
      'The status says when the integration was last used',
      Date.parse(String(after['last_used_at'])) > begun - 60_000,
      String(after['last_used_at']),
    );
    context.check(
      'The status says whether it is the real provider or a simulator',
      ['live', 'simulator'].includes(String(after['mode'])),
      String(after['mode']),
    );
    const events = await client
      .note('The calls to it, newest first')
      .get(`/api/integrations/${PROVIDER}/events?limit=5`);
    const trace = quote.headers.get('x-trace-id') ?? 'no trace id';
    context.check(
      'The list of events contains the call with its trace id',
      events.text.includes(trace),
      trace,
    );
  },
};

async function statusOf(client: ApiClient): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await client.must(client.get('/api/integrations/status'));
  const list: readonly unknown[] = Array.isArray(body['integrations']) ? body['integrations'] : [];
  const found = list.find((item) => isRecord(item) && item['provider'] === PROVIDER);
  return isRecord(found) ? found : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object';
}

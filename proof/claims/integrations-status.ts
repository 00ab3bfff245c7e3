import { ASVS, clause, type Claim } from '../claim.ts';
import type { ApiClient } from '../client/api-client.ts';

const PROVIDER = 'finnhub';

/** "Connected" is what was seen, not what was set. */
export const integrationsStatus: Claim = {
  id: 'integrations-status',
  title:
    'An integration counts as connected because a call to it worked, and every use is counted.',
  shows:
    'The status is read before and after one real call to the market-data provider; the call is in the list of events under its trace id.',
  group: 'Outside services',
  clauses: clause(ASVS, '16.2.1'),
  needs: ['simulators'],
  async run(context) {
    const { client } = await context.accounts.signIn(
      context.client(context.transcript('The status before and after a call')),
    );
    const begun = Date.now();
    const before = await statusOf(client.note('Before'));
    context.checkEqual('It is configured before', before['configured'], true);
    const quote = await client
      .note('One call to the provider')
      .get('/api/market/quote?symbol=AAPL');
    context.checkEqual('The call is answered', quote.status, 200);
    const after = await statusOf(client.note('After'));
    context.checkEqual('After it the integration is connected', after['connected'], true);
    context.checkEqual(
      'One more use is proven',
      Number(after['proof_of_use_count_24h']) - Number(before['proof_of_use_count_24h']),
      1,
    );
    context.check(
      'It says when it was used last',
      Date.parse(String(after['last_used_at'])) > begun - 60_000,
      String(after['last_used_at']),
    );
    context.check(
      'It says whether it is the real provider or a simulator',
      ['live', 'simulator'].includes(String(after['mode'])),
      String(after['mode']),
    );
    const events = await client
      .note('The calls to it, newest first')
      .get(`/api/integrations/${PROVIDER}/events?limit=5`);
    const trace = quote.headers.get('x-trace-id') ?? 'no trace id';
    context.check(
      'The call is in its list of events under its trace id',
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

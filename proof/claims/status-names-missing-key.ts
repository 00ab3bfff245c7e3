import { ASVS, clause, type Claim } from '../claim.ts';
import type { ApiClient } from '../client/api-client.ts';

const MISSING = 'FINNHUB_API_KEY';

/** A blocker is there while a key is missing, and gone when it is there. */
export const statusNamesMissingKey: Claim = {
  id: 'status-names-missing-key',
  title:
    'A missing key of a provider is a blocker that names the variable and its remedy; with the key it is gone.',
  shows: `A second stack of the same build is started without ${MISSING}. Its system status and integration status are read, and a call is tried; then the status of the stack that has the key.`,
  group: 'Outside services',
  clauses: clause(ASVS, '16.5.2'),
  needs: ['own-stack', 'simulators'],
  async run(context) {
    const without = await context.startStack({ [MISSING]: null });
    const { client: ill } = await context
      .accountsOf(without)
      .signIn(context.client(context.transcript(`Without ${MISSING}`), without.appUrl));
    const report = await ill.note('The system status').get('/api/system/status');
    const blocker = blockerOf(report.body);
    context.check(
      'Without the key there is a blocker that names the variable',
      JSON.stringify(blocker['missing_env_vars']) === `["${MISSING}"]`,
      JSON.stringify(blocker),
    );
    context.check(
      'It says what to do',
      String(blocker['suggested_fix']).includes(MISSING),
      JSON.stringify(blocker['suggested_fix']) ?? 'nothing',
    );
    const call = await ill.note('A call to that provider').get('/api/market/quote?symbol=AAPL');
    context.checkEqual(
      'A call is refused with PROVIDER_NOT_CONFIGURED',
      [call.status, call.errorCode],
      [503, 'PROVIDER_NOT_CONFIGURED'],
    );
    const { client } = await context.accounts.signIn(
      context.client(context.transcript(`With ${MISSING}`)),
    );
    const healthy = await whole(client);
    context.check(
      'With the key that blocker is gone',
      Object.keys(blockerOf(healthy)).length === 0,
      'no blocker of this provider',
    );
  },
};

async function whole(client: ApiClient) {
  return (await client.must(client.note('The system status').get('/api/system/status'))).body;
}

/** The blocker of the provider; empty when there is none. */
function blockerOf(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const list: readonly unknown[] = Array.isArray(body['blockers']) ? body['blockers'] : [];
  const found = list.find((item) => JSON.stringify(item).includes('"component":"finnhub"'));
  return found !== null && typeof found === 'object' ? { ...found } : {};
}

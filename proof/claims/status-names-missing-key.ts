import { ASVS, clause, type Claim } from '../claim.ts';
import type { ApiClient } from '../client/api-client.ts';

const MISSING = 'FINNHUB_API_KEY';

/** A missing key is shown as a blocker until it is set. */
export const statusNamesMissingKey: Claim = {
  id: 'status-names-missing-key',
  title:
    'A missing provider key is a blocker that names the variable and the fix; with the key there is no blocker.',
  shows: `A second stack of the same build is started without ${MISSING}. Its system status is read, and a call is tried. Then the system status of the stack that has the key is read.`,
  group: 'Outside services',
  clauses: clause(ASVS, '16.5.2'),
  needs: ['own-stack', 'simulators'],
  async run(context) {
    const without = await context.startStack({ [MISSING]: null });
    const { client: withoutKey } = await context
      .accountsOf(without)
      .signIn(context.client(context.transcript(`Without ${MISSING}`), without.appUrl));
    const report = await withoutKey.note('The system status').get('/api/system/status');
    const blocker = blockerOf(report.body);
    context.check(
      'Without the key there is a blocker that names the variable',
      JSON.stringify(blocker['missing_env_vars']) === `["${MISSING}"]`,
      JSON.stringify(blocker),
    );
    context.check(
      'The blocker says how to fix it',
      String(blocker['suggested_fix']).includes(MISSING),
      JSON.stringify(blocker['suggested_fix']) ?? 'nothing',
    );
    const call = await withoutKey
      .note('A call to that provider')
      .get('/api/market/quote?symbol=AAPL');
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
      'With the key there is no such blocker',
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

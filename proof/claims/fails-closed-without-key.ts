import { ASVS, clause, type Claim } from '../claim.ts';

/** No key, no service: nothing is stored in the clear meanwhile. */
export const failsClosedWithoutKey: Claim = {
  id: 'fails-closed-without-key',
  title:
    'Without APP_ENC_KEY nothing that needs it is done: 503 with the name of the variable, and no row.',
  shows:
    'A second stack of the same build is started without the key. It is alive, but a registration is refused, and the table of people stays empty.',
  group: 'Outside services',
  clauses: clause(ASVS, '16.5.2', '16.5.3'),
  needs: ['own-stack'],
  async run(context) {
    const deployment = await context.startStack({ APP_ENC_KEY: null }, false);
    const client = context.client(context.transcript('Without APP_ENC_KEY'), deployment.appUrl);
    const health = await client.note('It is alive').get('/api/health');
    context.checkEqual('It answers that it is alive', health.status, 200);
    const credentials = context.accounts.newCredentials();
    const answer = await client.note('A registration').post('/api/auth/register', credentials);
    context.checkEqual(
      'A registration is refused with APP_ENC_KEY_MISSING',
      [answer.status, answer.errorCode],
      [503, 'APP_ENC_KEY_MISSING'],
    );
    context.check(
      'It names the variable and says how to make one',
      String(answer.body['suggested_fix']).includes('APP_ENC_KEY'),
      String(answer.body['suggested_fix']),
    );
    const { default: pg } = await import('pg');
    const database = new pg.Client({ connectionString: deployment.databaseUrl });
    await database.connect();
    const { rows } = await database.query<{ people: number }>(
      'select count(*)::int as people from users',
    );
    await database.end();
    context.checkEqual('Nobody is in the table of people', rows[0]?.people, 0);
  },
};

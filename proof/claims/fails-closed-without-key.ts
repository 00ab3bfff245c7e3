import { ASVS, clause, type Claim } from '../claim.ts';

/** Without the key nothing is stored, so nothing is stored unencrypted. */
export const failsClosedWithoutKey: Claim = {
  id: 'fails-closed-without-key',
  title:
    'Without APP_ENC_KEY a request that needs it gets 503 with the name of the variable, and no row is written.',
  shows:
    'A second stack of the same build is started without the key. Its health check answers, but it refuses a registration, and the users table stays empty.',
  group: 'Outside services',
  clauses: clause(ASVS, '16.5.2', '16.5.3'),
  needs: ['own-stack'],
  async run(context) {
    const deployment = await context.startStack({ APP_ENC_KEY: null }, false);
    const client = context.client(context.transcript('Without APP_ENC_KEY'), deployment.appUrl);
    const health = await client.note('The health check').get('/api/health');
    context.checkEqual('The health check answers', health.status, 200);
    const credentials = context.accounts.newCredentials();
    const answer = await client.note('A registration').post('/api/auth/register', credentials);
    context.checkEqual(
      'A registration is refused with APP_ENC_KEY_MISSING',
      [answer.status, answer.errorCode],
      [503, 'APP_ENC_KEY_MISSING'],
    );
    context.check(
      'The answer names the variable and says how to create a key',
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
    context.checkEqual('The users table is empty', rows[0]?.people, 0);
  },
};

import { ASVS, clause, type Claim } from '../claim.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';

/** Nothing waits for the clock: the row is moved back by six minutes, and the report says so. */
export const tempTokenExpires: Claim = {
  id: 'temp-token-expires',
  title: 'A temp token is refused with TOKEN_EXPIRED after five minutes.',
  shows:
    'Instead of waiting five minutes, the times of one row are moved back by six minutes in the database, as shown below. Then the token is sent with a right code. A second token that was not moved still works with the same code.',
  group: 'What a client sees',
  clauses: clause(ASVS, '6.5.5'),
  needs: ['database'],
  async run(context) {
    const person = await context.accounts.enrol();
    await settleInStep(10);
    const client = context.client(context.transcript('An expired temp token and a valid one'));
    const expired = await context.accounts.tempToken(person, client);
    await context.sql(
      'The row is moved back by six minutes',
      `update auth_temp_tokens set created_at = created_at - interval '6 minutes', expires_at = expires_at - interval '6 minutes'
       where user_id = $1 returning id, purpose, created_at, expires_at, now()`,
      [person.id],
    );
    const valid = await context.accounts.tempToken(person, client);
    const code = codeAt(person.secret);
    const late = await client
      .note('Six minutes old, with a right code')
      .post('/api/auth/2fa/verify', { temp_token: expired, code });
    context.checkEqual(
      'The expired token is refused with TOKEN_EXPIRED',
      [late.status, late.errorCode],
      [401, 'TOKEN_EXPIRED'],
    );
    const early = await client
      .note('The valid token, with the same code')
      .post('/api/auth/2fa/verify', { temp_token: valid, code });
    context.checkEqual('The valid token works', early.status, 200);
  },
};

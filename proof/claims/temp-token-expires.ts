import { ASVS, clause, type Claim } from '../claim.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';

/** The clock is not waited for: the row is moved back by six minutes, which is said in the report. */
export const tempTokenExpires: Claim = {
  id: 'temp-token-expires',
  title: 'A temp token is refused with TOKEN_EXPIRED after its five minutes.',
  shows:
    'Nobody waits five minutes here: the times of this one row are moved back by six minutes in the database, plainly shown below. Then the token is sent with a right code. A second token, made at the same time and not moved, still works.',
  group: 'What a client sees',
  clauses: clause(ASVS, '6.5.5'),
  needs: ['database'],
  async run(context) {
    const person = await context.accounts.enrol();
    await settleInStep(10);
    const client = context.client(context.transcript('An old temp token and a young one'));
    const old = await context.accounts.tempToken(person, client);
    await context.sql(
      'The row is moved back by six minutes',
      `update auth_temp_tokens set created_at = created_at - interval '6 minutes', expires_at = expires_at - interval '6 minutes'
       where user_id = $1 returning id, purpose, created_at, expires_at, now()`,
      [person.id],
    );
    const young = await context.accounts.tempToken(person, client);
    const code = codeAt(person.secret);
    const late = await client
      .note('Six minutes old, with a right code')
      .post('/api/auth/2fa/verify', { temp_token: old, code });
    context.checkEqual(
      'The old one is refused with TOKEN_EXPIRED',
      [late.status, late.errorCode],
      [401, 'TOKEN_EXPIRED'],
    );
    const early = await client
      .note('The young one, with the same code')
      .post('/api/auth/2fa/verify', { temp_token: young, code });
    context.checkEqual('The young one works', early.status, 200);
  },
};

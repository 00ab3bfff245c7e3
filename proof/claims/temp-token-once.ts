import { ASVS, clause, type Claim } from '../claim.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';

/** A used temp token is refused, even with a valid code. */
export const tempTokenOnce: Claim = {
  id: 'temp-token-once',
  title: 'A temp token works once, then gets TOKEN_CONSUMED, even with a code that was never used.',
  shows:
    'A person signs in with both factors. Then the same temp token is sent again with the next code. That code is right and unused, so only the token can be the reason for the refusal.',
  group: 'What a client sees',
  clauses: clause(ASVS, '6.5.1'),
  needs: [],
  async run(context) {
    const person = await context.accounts.enrol();
    const transcript = context.transcript('The same temp token twice');
    const client = context.client(transcript);
    await settleInStep();
    const temp_token = await context.accounts.tempToken(person, client);
    const used = await client
      .note('The first use opens a session')
      .post('/api/auth/2fa/verify', { temp_token, code: codeAt(person.secret) });
    context.checkEqual('The first use opens a session', used.status, 200);
    const attacker = context.client(transcript);
    const again = await attacker
      .note('An attacker has the same temp token, and a code that is right and unused')
      .post('/api/auth/2fa/verify', { temp_token, code: codeAt(person.secret, 1) });
    context.checkEqual(
      'The second use is refused with TOKEN_CONSUMED',
      [again.status, again.errorCode],
      [401, 'TOKEN_CONSUMED'],
    );
    context.check(
      'The second use opens no session',
      attacker.sessionToken === null,
      attacker.sessionToken === null ? 'no cookie' : 'a session cookie came',
    );
  },
};

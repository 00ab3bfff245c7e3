import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';

/** A code that somebody else has seen is used up by its first use. */
export const codeReplay: Claim = {
  id: 'code-replay',
  title: 'A code from the authenticator works once, although the app shows it for thirty seconds.',
  shows:
    'A person signs in with a code. An attacker who knows the password and has seen that code passes the first factor, gets a new temp token, and sends the same code within the same thirty seconds.',
  group: 'Races and abuse',
  clauses: [...clause('RFC 6238', '5.2'), ...clause(ASVS, '6.5.1'), ...clause(NIST, '3.1.4.2')],
  needs: [],
  async run(context) {
    const person = await context.accounts.enrol();
    await settleInStep(10);
    const transcript = context.transcript('One code, two temp tokens');
    const [owner, attacker] = [context.client(transcript), context.client(transcript)];
    const own = await context.accounts.tempToken(person, owner);
    const stolen = await context.accounts.tempToken(person, attacker);
    const code = codeAt(person.secret);
    const first = await owner
      .note('The owner signs in')
      .post('/api/auth/2fa/verify', { temp_token: own, code });
    context.checkEqual('The first use of the code opens a session', first.status, 200);
    const again = await attacker
      .note('The attacker sends the same code with a new temp token')
      .post('/api/auth/2fa/verify', { temp_token: stolen, code });
    context.checkEqual(
      'The same code is refused with CODE_ALREADY_USED',
      [again.status, again.errorCode],
      [401, 'CODE_ALREADY_USED'],
    );
    context.check(
      'The attacker gets no session',
      attacker.sessionToken === null,
      attacker.sessionToken === null ? 'no cookie' : 'a session cookie came',
    );
    const earlier = await attacker
      .note('The attacker sends the code of the step before')
      .post('/api/auth/2fa/verify', { temp_token: stolen, code: codeAt(person.secret, -1) });
    context.checkEqual(
      'A code older than the newest used one is refused too',
      [earlier.status, earlier.errorCode],
      [401, 'CODE_ALREADY_USED'],
    );
  },
};

import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';

/** A code that somebody read over a shoulder is spent with its first use. */
export const codeReplay: Claim = {
  id: 'code-replay',
  title:
    'A code from the authenticator is good for one use, although it is shown for thirty seconds.',
  shows:
    'Somebody signs in with a code. A thief who knows the password and has read that code opens the first door (a new temp token) and sends the same code in the same half minute.',
  group: 'Races and abuse',
  clauses: [...clause('RFC 6238', '5.2'), ...clause(ASVS, '6.5.1'), ...clause(NIST, '3.1.4.2')],
  needs: [],
  async run(context) {
    const person = await context.accounts.enrol();
    await settleInStep(10);
    const transcript = context.transcript('One code, two temp tokens');
    const [owner, thief] = [context.client(transcript), context.client(transcript)];
    const own = await context.accounts.tempToken(person, owner);
    const stolen = await context.accounts.tempToken(person, thief);
    const code = codeAt(person.secret);
    const first = await owner
      .note('The owner signs in')
      .post('/api/auth/2fa/verify', { temp_token: own, code });
    context.checkEqual('The code opens the second door once', first.status, 200);
    const again = await thief
      .note('The thief sends the same code with a temp token of their own')
      .post('/api/auth/2fa/verify', { temp_token: stolen, code });
    context.checkEqual(
      'The same code is refused with CODE_ALREADY_USED',
      [again.status, again.errorCode],
      [401, 'CODE_ALREADY_USED'],
    );
    context.check(
      'The thief gets no session',
      thief.sessionToken === null,
      thief.sessionToken === null ? 'no cookie' : 'a session cookie came',
    );
    const earlier = await thief
      .note('Nor does the code of the half minute before')
      .post('/api/auth/2fa/verify', { temp_token: stolen, code: codeAt(person.secret, -1) });
    context.checkEqual(
      'A code older than the newest used one is refused too',
      [earlier.status, earlier.errorCode],
      [401, 'CODE_ALREADY_USED'],
    );
  },
};

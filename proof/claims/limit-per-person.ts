import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';
import type { ApiClient } from '../client/api-client.ts';
import { checkSaysWhen } from '../says-when.ts';

const WRONG_TRIES = 5;

/** Many addresses do not help: the account itself counts. */
export const limitPerPerson: Claim = {
  id: 'limit-per-person',
  title:
    'After five wrong codes an account takes no more, not even the right one and from any address, and says until when.',
  shows:
    'Five wrong codes come from five addresses. The sixth try comes from a new address, with a new temp token and the right code.',
  group: 'Limits',
  clauses: [...clause(ASVS, '6.3.1'), ...clause(NIST, '3.2.2'), ...clause('RFC 6585', '4')],
  needs: ['addresses'],
  async run(context) {
    const person = await context.accounts.enrol();
    const transcript = context.transcript('Five wrong codes, then the right one');
    const temp_token = await context.accounts.tempToken(person);
    const refusals = await guessWrong(
      context.client.bind(context, transcript),
      person.secret,
      temp_token,
    );
    context.check(
      'The wrong codes were refused as such',
      refusals.slice(0, -1).every((code) => code === 'CODE_INVALID'),
      refusals.join(', '),
    );
    await settleInStep();
    const client = context.client(transcript);
    const { email, password } = person;
    const login = await context.client().post('/api/auth/login', { email, password });
    const next =
      typeof login.body['temp_token'] === 'string' ? login.body['temp_token'] : temp_token;
    const answer = await client
      .note('The right code, from another address')
      .post('/api/auth/2fa/verify', { temp_token: next, code: codeAt(person.secret) });
    context.check(
      'The right code is refused now with 429 and no session',
      answer.status === 429 && client.sessionToken === null,
      `${answer.status} ${answer.errorCode}`,
    );
    checkSaysWhen(context, answer, 300);
  },
};

/** Wrong codes, each from an address of its own; what each was told. */
async function guessWrong(
  newClient: () => ApiClient,
  secret: string,
  temp_token: string,
): Promise<string[]> {
  const right = new Set([-1, 0, 1].map((offset) => codeAt(secret, offset)));
  const refusals: string[] = [];
  for (let guess = 100_000; refusals.length < WRONG_TRIES; guess += 12_345) {
    const code = String(guess);
    if (!right.has(code)) {
      const client = newClient().note(`Wrong code ${refusals.length + 1}`);
      const { errorCode } = await client.post('/api/auth/2fa/verify', { temp_token, code });
      refusals.push(String(errorCode));
    }
  }
  return refusals;
}

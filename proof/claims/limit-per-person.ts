import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';
import type { ApiClient } from '../client/api-client.ts';
import { checkSaysWhen } from '../says-when.ts';

const WRONG_TRIES = 5;

/** Attempts are counted per account, so many addresses do not help. */
export const limitPerPerson: Claim = {
  id: 'limit-per-person',
  title:
    'After five wrong codes an account refuses every code from every address, even the right one, and says for how long.',
  shows:
    'Five wrong codes are sent from five addresses. The sixth attempt uses a new address, a new temp token and the right code.',
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
      'All wrong codes but the last are refused with CODE_INVALID',
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
      'The right code is now refused with 429 and opens no session',
      answer.status === 429 && client.sessionToken === null,
      `${answer.status} ${answer.errorCode}`,
    );
    checkSaysWhen(context, answer, 300);
  },
};

/** Sends wrong codes, each from its own address; returns the error code of each answer. */
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

import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { ApiClient, isBusy } from '../client/api-client.ts';
import type { Context } from '../context.ts';
import { checkSaysWhen } from '../says-when.ts';

const CAPACITY = 20;
const BEYOND = 5;

/** One address against many accounts. */
export const limitPerAddress: Claim = {
  id: 'limit-per-address',
  title:
    'One network address gets twenty sign-ins in five minutes; then RATE_LIMITED, whatever the account.',
  shows:
    'Twenty-five sign-ins for twenty-five different accounts come from one address; then the right password for an account that was not tried. Another address is not touched by it.',
  group: 'Limits',
  clauses: [
    ...clause(ASVS, '6.3.1', '2.4.1'),
    ...clause(NIST, '3.2.2'),
    ...clause('RFC 6585', '4'),
  ],
  needs: ['addresses'],
  async run(context) {
    const { email, password } = await context.accounts.register();
    const client = context.client();
    const codes = await guessMany(context, client);
    // A busy machine may answer 503 to one that was let in; it is counted all the same.
    const letIn = codes.filter((code) => code !== 'RATE_LIMITED');
    context.checkEqual('Twenty are let in', letIn.length, CAPACITY);
    context.check(
      'Those are refused for their password',
      letIn.every((code) => code === 'INVALID_CREDENTIALS' || isBusy(code)),
      [...new Set(letIn)].join(', '),
    );
    context.checkEqual(
      'The rest is refused with RATE_LIMITED',
      codes.slice(CAPACITY),
      Array.from({ length: BEYOND }, () => 'RATE_LIMITED'),
    );
    const transcript = context.transcript(
      'The right password from the spent address, and from another',
    );
    const spent = new ApiClient({
      deployment: context.deployment,
      redactor: context.run.redactor,
      transcript,
      address: client.address,
    });
    const answer = await spent
      .note('The right password, from the spent address')
      .post('/api/auth/login', { email, password });
    context.checkEqual(
      'Even the right password is refused from there',
      [answer.status, answer.errorCode],
      [429, 'RATE_LIMITED'],
    );
    checkSaysWhen(context, answer, 300);
    context.check(
      'Two RateLimit headers say it too',
      ['ratelimit', 'ratelimit-policy'].every((name) => answer.headers.has(name)),
      answer.headers.get('ratelimit') ?? 'none',
    );
    const elsewhere = await context
      .client(transcript)
      .note('From another address')
      .post('/api/auth/login', { email, password });
    context.checkEqual('Another address is not touched', elsewhere.status, 200);
  },
};

/** Sign-ins for so many different addresses without an account; what each was told. */
async function guessMany({ accounts }: Context, client: ApiClient): Promise<string[]> {
  const codes: string[] = [];
  while (codes.length < CAPACITY + BEYOND) {
    const { email } = accounts.newCredentials();
    const body = { email, password: 'none of their passwords' };
    codes.push(String((await client.post('/api/auth/login', body)).errorCode));
  }
  return codes;
}

import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { ApiClient, isBusy } from '../client/api-client.ts';
import type { Context } from '../context.ts';
import { checkSaysWhen } from '../says-when.ts';

const CAPACITY = 20;
const BEYOND = 5;

/** One address guesses at many accounts. */
export const limitPerAddress: Claim = {
  id: 'limit-per-address',
  title:
    'One network address gets twenty sign-ins in five minutes, then RATE_LIMITED for every account.',
  shows:
    'One address sends twenty-five sign-ins for twenty-five different addresses, then the right password for an account that was not tried. Another network address is not affected.',
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
    // A busy machine may answer 503 to a sign-in that passed the limit; it is counted too.
    const passed = codes.filter((code) => code !== 'RATE_LIMITED');
    context.checkEqual('Twenty sign-ins pass the limit', passed.length, CAPACITY);
    context.check(
      'Those are refused because of the password',
      passed.every((code) => code === 'INVALID_CREDENTIALS' || isBusy(code)),
      [...new Set(passed)].join(', '),
    );
    context.checkEqual(
      'All others are refused with RATE_LIMITED',
      codes.slice(CAPACITY),
      Array.from({ length: BEYOND }, () => 'RATE_LIMITED'),
    );
    const transcript = context.transcript(
      'The right password from the limited address, and from another',
    );
    const limited = new ApiClient({
      deployment: context.deployment,
      redactor: context.run.redactor,
      transcript,
      address: client.address,
    });
    const answer = await limited
      .note('The right password, from the limited address')
      .post('/api/auth/login', { email, password });
    context.checkEqual(
      'The right password is refused from the limited address, too',
      [answer.status, answer.errorCode],
      [429, 'RATE_LIMITED'],
    );
    checkSaysWhen(context, answer, 300);
    context.check(
      'Two RateLimit headers describe the limit, too',
      ['ratelimit', 'ratelimit-policy'].every((name) => answer.headers.has(name)),
      answer.headers.get('ratelimit') ?? 'none',
    );
    const elsewhere = await context
      .client(transcript)
      .note('From another address')
      .post('/api/auth/login', { email, password });
    context.checkEqual('Another address is not affected', elsewhere.status, 200);
  },
};

/** Signs in for different e-mail addresses without an account; returns the error code of each answer. */
async function guessMany({ accounts }: Context, client: ApiClient): Promise<string[]> {
  const codes: string[] = [];
  while (codes.length < CAPACITY + BEYOND) {
    const { email } = accounts.newCredentials();
    const body = { email, password: 'none of their passwords' };
    codes.push(String((await client.post('/api/auth/login', body)).errorCode));
  }
  return codes;
}

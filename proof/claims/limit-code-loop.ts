import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { codeAt } from '../client/authenticator.ts';
import type { Answer, ApiClient } from '../client/api-client.ts';
import { checkSaysWhen } from '../says-when.ts';

const PER_ADDRESS = 20;
const PER_PERSON = 40;
const WINDOW_SECONDS = 300;

/** A limit ends a loop of wrong codes, from one address or from many. */
export const limitCodeLoop: Claim = {
  id: 'limit-code-loop',
  title:
    'Wrong codes in a loop get RATE_LIMITED, per address and per person, and the answer says which.',
  shows:
    'One person’s second factor is guessed in a loop from one address, and another person’s from a new address each time. The last answer of each loop names the limit and its scope.',
  group: 'Limits',
  clauses: [
    ...clause(ASVS, '6.3.1', '2.4.1'),
    ...clause(NIST, '3.2.2'),
    ...clause('RFC 6585', '4'),
  ],
  needs: ['addresses'],
  async run(context) {
    const one = context.client(context.transcript('A loop from one address'));
    const many = context.transcript('A loop from a new address each time');
    const loops = [
      { name: 'second-factor', scope: 'ip', most: PER_ADDRESS, from: () => one },
      {
        name: 'second-factor-person',
        scope: 'person',
        most: PER_PERSON,
        from: () => context.client(many),
      },
    ];
    for (const { name, scope, most, from } of loops) {
      const person = await context.accounts.enrol();
      const temp_token = await context.accounts.tempToken(person);
      const code = wrongCode(person.secret);
      const answers = await loop(most + 1, from, { temp_token, code });
      const last = answers.at(-1);
      context.checkEqual(
        `After ${most} attempts the answer is RATE_LIMITED by ${scope}`,
        [last?.status, last?.errorCode, last?.body['limit']],
        [429, 'RATE_LIMITED', { name, scope }],
      );
      context.check(
        'Every answer before is a wrong code or a lockout',
        answers
          .slice(0, -1)
          .every(({ errorCode }) => errorCode === 'CODE_INVALID' || errorCode === 'ACCOUNT_LOCKED'),
        [...new Set(answers.map(({ errorCode }) => errorCode))].join(', '),
      );
      if (last) {
        checkSaysWhen(context, last, WINDOW_SECONDS);
      }
    }
  },
};

async function loop(count: number, from: () => ApiClient, guess: object): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < count) {
    answers.push(await from().post('/api/auth/2fa/verify', guess));
  }
  return answers;
}

function wrongCode(secret: string): string {
  const right = new Set([-1, 0, 1].map((offset) => codeAt(secret, offset)));
  return ['000000', '111111', '222222', '333333'].find((code) => !right.has(code)) ?? '444444';
}

import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { codeAt } from '../client/authenticator.ts';

const GUESSES = 1000;
const AT_ONCE = 50;
const EVALUATED_AT_MOST = 5;

/** Parallel guesses from many addresses. */
export const thousandGuesses: Claim = {
  id: 'thousand-guesses',
  title:
    'Of a thousand code guesses, sent in parallel from a thousand addresses, at most five are checked.',
  shows:
    'An attacker who knows the password guesses a thousand codes for one temp token, fifty at a time, each from its own address. A guess counts as checked when its answer says that the code was wrong.',
  group: 'Races and abuse',
  clauses: [...clause(ASVS, '6.3.1', '15.4.2'), ...clause(NIST, '3.2.2')],
  needs: ['addresses'],
  dependsOn: ['limit-per-person'],
  when: 'alone',
  async run(context) {
    const person = await context.accounts.enrol();
    const temp_token = await context.accounts.tempToken(person);
    const right = new Set([-1, 0, 1, 2, 3].map((offset) => codeAt(person.secret, offset)));
    const guesses = Array.from({ length: GUESSES + right.size }, (_, index) =>
      String((index * 7919) % 1_000_000).padStart(6, '0'),
    )
      .filter((code) => !right.has(code))
      .slice(0, GUESSES);
    const labels: string[] = [];
    const guess = async () => {
      for (let code = guesses.pop(); code !== undefined; code = guesses.pop()) {
        const { status, errorCode } = await context
          .client()
          .post('/api/auth/2fa/verify', { temp_token, code });
        labels.push(`${status} ${errorCode ?? 'signed in'}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, guess));
    const counted = [...Map.groupBy(labels, (label) => label)].map(
      ([label, list]) => `${list.length} × ${label}`,
    );
    context.evidence.text(
      'answers.txt',
      { title: 'The number of each of the thousand answers' },
      counted.join('\n'),
    );
    const evaluated = labels.filter((label) => /CODE_|signed in/.test(label)).length;
    context.checkEqual('All thousand guesses were answered', labels.length, GUESSES);
    context.check(
      `At most ${EVALUATED_AT_MOST} guesses were checked`,
      evaluated <= EVALUATED_AT_MOST,
      `${evaluated} checked`,
    );
    context.check(
      'No answer is a server error',
      !labels.some((label) => label.startsWith('5')),
      counted.join(', '),
    );
  },
};

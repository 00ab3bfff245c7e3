import { lockouts } from '../../src/core/limits/limits.ts';
import { nothingOf, type Attack } from './attack.ts';
import { comparisonsOf } from './evidence.ts';

const { failuresPerLock, firstLockSeconds } = lockouts.password;

/** Passwords that look as if they had leaked. */
const LEAKED = ['summer holidays', 'correct horses', 'football champions', 'seven dwarfs sleep'];

export const credentialStuffing: Attack = {
  id: 'credential-stuffing',
  scenario:
    'The attacker tries a list of leaked passwords on every account, each attempt from another address; the right password comes last.',
  policy: `password lockout: ${failuresPerLock} failures, then ${firstLockSeconds} s, per account`,
  countedBy: 'rows user.sign_in_refused and user.signed_in in the audit trail, by trace id',
  blocks: ['ACCOUNT_LOCKED', 'RATE_LIMITED'],
  mostTries: 100,
  async run({ accounts, database, random, size }, tally) {
    const victims = await Promise.all(
      Array.from({ length: size(6, 2) }, async () => await accounts.register()),
    );
    const guesses = Array.from(
      { length: size(11, 6) },
      () => `${random.pick(LEAKED)} ${random.digits(6)}`,
    );
    let opened = 0;
    for (const guess of [...guesses, null]) {
      const round = random.shuffled(victims);
      const answers = await tally.sendAtOnce(round.length, async (index) => {
        const { email, password } = round[index] ?? {};
        return await accounts
          .newClient()
          .post('/api/auth/login', { email, password: guess ?? password });
      });
      opened += answers.filter(({ status }) => status === 200).length;
    }
    return {
      ...(await comparisonsOf(tally, database)),
      bound: nothingOf(victims.length * failuresPerLock),
      successes: opened,
      notes: [
        `${victims.length} accounts, ${guesses.length} leaked passwords, then the right one.`,
      ],
    };
  },
};

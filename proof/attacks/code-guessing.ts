import { lockouts } from '../../src/core/limits/limits.ts';
import { codeAt } from '../client/authenticator.ts';
import { nothingOf, type Attack } from './attack.ts';
import { comparisonsOf, livingSessions } from './evidence.ts';

const { failuresPerLock, firstLockSeconds } = lockouts['second-factor'];

export const codeGuessing: Attack = {
  id: 'code-guessing',
  scenario:
    'An attacker who knows the password guesses six-digit codes, many at once, each from its own address, and gets a new temp token after the lockout.',
  policy: `second-factor lockout: ${failuresPerLock} failures, then ${firstLockSeconds} s, per account and not per address`,
  countedBy:
    'rows second_factor.refused with a comparison as reason in the audit trail, by trace id',
  blocks: ['ACCOUNT_LOCKED', 'RATE_LIMITED', 'TOKEN_CONSUMED'],
  mostTries: 300,
  async run({ accounts, database, random, size }, tally) {
    const victim = await accounts.enrol();
    const before = await livingSessions(database, victim.id);
    // A right guess would be luck, not a fault. Right codes are left out, so that a run can be repeated.
    const right = new Set([-2, -1, 0, 1, 2, 3].map((offset) => codeAt(victim.secret, offset)));
    const guess = () => {
      let code = random.digits(6);
      while (right.has(code)) {
        code = random.digits(6);
      }
      return code;
    };
    let opened = 0;
    for (const waves of [size(3, 1), 1]) {
      const temp_token = await accounts.tempToken(victim);
      for (let wave = 0; wave < waves; wave++) {
        const codes = Array.from({ length: size(50, 15) }, guess);
        const answers = await tally.sendAtOnce(
          codes.length,
          async (index) =>
            await accounts
              .newClient()
              .post('/api/auth/2fa/verify', { temp_token, code: codes[index] }),
        );
        opened += answers.filter(({ status }) => status === 200).length;
      }
    }
    const after = await livingSessions(database, victim.id);
    return {
      ...(await comparisonsOf(tally, database)),
      bound: nothingOf(failuresPerLock),
      successes: Math.max(opened, after.length - before.length),
      notes: [],
    };
  },
};

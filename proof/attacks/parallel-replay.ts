import { tempTokenLimits } from '../../src/core/tokens/limits.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';
import { oneOf, type Attack } from './attack.ts';
import { comparisonsOf, livingSessions } from './evidence.ts';

export const parallelReplay: Attack = {
  id: 'parallel-replay',
  scenario: 'The attacker sends one temp token and one right code many times at the same moment.',
  policy: `tempTokenLimits: ${tempTokenLimits.lifetimeSeconds} s and one use; a TOTP step is valid once (RFC 6238 section 5.2)`,
  countedBy:
    'audit rows by trace id, and losers of the race by their answers; sessions in auth_sessions',
  blocks: ['TOKEN_CONSUMED', 'CODE_ALREADY_USED', 'ACCOUNT_LOCKED', 'RATE_LIMITED'],
  mostTries: 60,
  async run({ accounts, database, size }, tally) {
    const victim = await accounts.enrol();
    const before = await livingSessions(database, victim.id);
    const temp_token = await accounts.tempToken(victim);
    await settleInStep();
    const code = codeAt(victim.secret);
    const answers = await tally.sendAtOnce(
      size(30, 10),
      async () => await accounts.newClient().post('/api/auth/2fa/verify', { temp_token, code }),
    );
    const opened = answers.filter(({ status }) => status === 200).length;
    const after = await livingSessions(database, victim.id);
    return {
      ...(await comparisonsOf(tally, database)),
      bound: oneOf(null),
      successes: Math.max(opened, after.length - before.length),
      notes: [],
    };
  },
};

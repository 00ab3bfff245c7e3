import { tempTokenLimits } from '../../src/core/tokens/limits.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';
import { nothingOf, type Attack } from './attack.ts';
import { comparisonsOf, livingSessions } from './evidence.ts';

/** The same token with one of its characters changed. */
function bent(token: string, at: number): string {
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}

export const tempTokenTheft: Attack = {
  id: 'temp-token-theft',
  scenario:
    'An attacker has seen the temp token and the code that the owner signed in with. The attacker sends both again, the token with the next code, the token as a session, and changed tokens.',
  policy: `tempTokenLimits: one use within ${tempTokenLimits.lifetimeSeconds} s; it is valid for the second factor and nothing else`,
  countedBy:
    'comparisons in the audit trail by trace id: a used or unknown token stops before them',
  blocks: ['TOKEN_CONSUMED', 'TOKEN_INVALID', 'NOT_AUTHENTICATED', 'RATE_LIMITED'],
  mostTries: 60,
  async run({ accounts, database, random, size }, tally) {
    const victim = await accounts.enrol();
    const temp_token = await accounts.tempToken(victim);
    await settleInStep();
    const code = codeAt(victim.secret);
    const owner = accounts.newClient();
    await owner.must(owner.post('/api/auth/2fa/verify', { temp_token, code }));
    const before = await livingSessions(database, victim.id);

    const shows = [
      { temp_token, code },
      { temp_token, code: codeAt(victim.secret, 1) },
      { temp_token, backup_code: victim.backupCodes[0] },
      ...Array.from({ length: size(15, 4) }, () => ({
        temp_token: bent(temp_token, random.int(temp_token.length - 1)),
        code: codeAt(victim.secret, 1),
      })),
    ];
    let opened = 0;
    for (const shown of shows) {
      const { status } = await tally.send(
        async () => await accounts.newClient().post('/api/auth/2fa/verify', shown),
      );
      opened += status === 200 ? 1 : 0;
    }
    for (const headers of [
      { cookie: `__Host-session=${temp_token}` },
      { authorization: `Bearer ${temp_token}` },
    ]) {
      const { status } = await tally.send(
        async () => await accounts.newClient().send('/api/auth/me', { method: 'GET', headers }),
      );
      opened += status === 200 ? 1 : 0;
    }
    const after = await livingSessions(database, victim.id);
    return {
      ...(await comparisonsOf(tally, database)),
      bound: nothingOf(0),
      successes: Math.max(opened, after.length - before.length),
      notes: [],
    };
  },
};

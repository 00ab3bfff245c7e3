import { backupCodeLimits } from '../../src/core/factors/limits.ts';
import { oneOf, type Attack } from './attack.ts';
import { comparisonsOf, livingSessions } from './evidence.ts';

export const backupCodeRace: Attack = {
  id: 'backup-code-race',
  scenario:
    'The attacker sends one backup code with many temp tokens at the same moment, and once more afterwards.',
  policy: `backupCodeLimits: ${backupCodeLimits.count} codes, each valid once; one statement decides, by the row`,
  countedBy:
    'audit rows by trace id, and losers of the race by their answers; used_at in backup_codes',
  blocks: ['CODE_ALREADY_USED', 'TOKEN_CONSUMED', 'ACCOUNT_LOCKED', 'RATE_LIMITED'],
  mostTries: 40,
  async run({ accounts, database, size }, tally) {
    const victim = await accounts.enrol();
    const tokens: string[] = [];
    for (let count = 0; count < size(10, 4); count++) {
      tokens.push(await accounts.tempToken(victim));
    }
    const before = await livingSessions(database, victim.id);
    const [backup_code] = victim.backupCodes;
    const answers = [
      ...(await tally.sendAtOnce(
        tokens.length * 2,
        async (index) =>
          await accounts.newClient().post('/api/auth/2fa/verify', {
            temp_token: tokens[index % tokens.length],
            backup_code,
          }),
      )),
      await tally.send(
        async () =>
          await accounts
            .newClient()
            .post('/api/auth/2fa/verify', { temp_token: tokens.at(-1), backup_code }),
      ),
    ];
    const opened = answers.filter(({ status }) => status === 200).length;
    const after = await livingSessions(database, victim.id);
    const [used] = await database(
      'select count(used_at)::int as codes from backup_codes where user_id = $1',
      [victim.id],
    );
    return {
      ...(await comparisonsOf(tally, database)),
      bound: oneOf(null),
      successes: Math.max(opened, after.length - before.length, Number(used?.['codes'])),
      notes: [],
    };
  },
};

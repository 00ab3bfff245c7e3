import { ASVS, clause, NIST, type Claim } from '../claim.ts';

/** A backup code is used up by its first use. */
export const backupCodeOnce: Claim = {
  id: 'backup-code-once',
  title: 'A backup code works once as the second factor and is refused afterwards.',
  shows:
    'A person signs in with a backup code, and the number of remaining codes goes down. Then the same code is sent again with a new temp token.',
  group: 'What a client sees',
  clauses: [...clause(ASVS, '6.5.1'), ...clause(NIST, '3.1.2.2')],
  needs: [],
  async run(context) {
    const person = await context.accounts.enrol();
    const transcript = context.transcript('One backup code twice');
    const client = context.client(transcript);
    const [backup_code] = person.backupCodes;
    const first = await client.note('The first use').post('/api/auth/2fa/verify', {
      temp_token: await context.accounts.tempToken(person, client),
      backup_code,
    });
    context.checkEqual(
      'The first use opens a session, and nine codes remain',
      [first.status, first.body['method'], first.body['backup_codes_remaining']],
      [200, 'backup_code', 9],
    );
    const attacker = context.client(transcript);
    const again = await attacker
      .note('The same code with a new temp token')
      .post('/api/auth/2fa/verify', {
        temp_token: await context.accounts.tempToken(person, attacker),
        backup_code,
      });
    context.checkEqual(
      'The same code is refused',
      [again.status, again.errorCode],
      [401, 'CODE_ALREADY_USED'],
    );
    context.check(
      'The second use opens no session',
      attacker.sessionToken === null,
      attacker.sessionToken === null ? 'no cookie' : 'a session cookie came',
    );
  },
};

import { ASVS, clause, NIST, type Claim } from '../claim.ts';

/** A backup code is crossed off by its first use. */
export const backupCodeOnce: Claim = {
  id: 'backup-code-once',
  title: 'A backup code opens the second door once, and is refused ever after.',
  shows:
    'Somebody signs in with a backup code; the count of codes left goes down. The same code is sent again with a new temp token.',
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
      'It opens a session, and nine are left',
      [first.status, first.body['method'], first.body['backup_codes_remaining']],
      [200, 'backup_code', 9],
    );
    const thief = context.client(transcript);
    const again = await thief
      .note('The same code with a new temp token')
      .post('/api/auth/2fa/verify', {
        temp_token: await context.accounts.tempToken(person, thief),
        backup_code,
      });
    context.checkEqual(
      'The same code is refused',
      [again.status, again.errorCode],
      [401, 'CODE_ALREADY_USED'],
    );
    context.check(
      'It opens no session',
      thief.sessionToken === null,
      thief.sessionToken === null ? 'no cookie' : 'a session cookie came',
    );
  },
};

import { ASVS, clause, type Claim } from '../claim.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';

const AT_ONCE = 30;
const LATE: ReadonlySet<string> = new Set([
  'TOKEN_CONSUMED',
  'CODE_ALREADY_USED',
  'ACCOUNT_LOCKED',
  'RATE_LIMITED',
]);

/** The database decides between requests that arrive at the same moment. */
export const raceVerify: Claim = {
  id: 'race-verify',
  title:
    'Thirty copies of one right verification, sent at the same moment, open exactly one session.',
  shows:
    'One temp token and one right code are sent thirty times at once. The answers and the session rows are counted.',
  group: 'Races and abuse',
  clauses: [...clause(ASVS, '15.4.2', '6.5.1'), ...clause('CWE', '367')],
  needs: ['database', 'addresses'],
  when: 'alone',
  async run(context) {
    const person = await context.accounts.enrol();
    await settleInStep(10);
    const temp_token = await context.accounts.tempToken(person);
    const code = codeAt(person.secret);
    const before = await sessions();
    const clients = Array.from({ length: AT_ONCE }, () => context.client());
    const answers = await Promise.all(
      clients.map(
        async (client) => await client.post('/api/auth/2fa/verify', { temp_token, code }),
      ),
    );
    const labels = answers.map(({ status, errorCode }) => `${status} ${errorCode ?? 'signed in'}`);
    const counted = [...Map.groupBy(labels, (label) => label)].map(
      ([label, list]) => `${list.length} × ${label}`,
    );
    context.evidence.text('answers.txt', { title: `The ${AT_ONCE} answers` }, counted.join('\n'));
    context.checkEqual(
      'Exactly one answer opens a session',
      answers.filter(({ status }) => status === 200).length,
      1,
    );
    context.checkEqual(
      'Exactly one client gets a cookie',
      clients.filter(({ sessionToken }) => sessionToken !== null).length,
      1,
    );
    context.check(
      'Every other answer gives the reason, and none is a server error',
      answers.every(({ status, errorCode }) => status === 200 || LATE.has(errorCode ?? '')),
      counted.join(', '),
    );
    await context.sql(
      'The sessions of the person',
      'select id, method, created_at, revoked_at from auth_sessions where user_id = $1 order by created_at',
      [person.id],
    );
    context.checkEqual('The database has one more session', (await sessions()) - before, 1);

    async function sessions(): Promise<number> {
      const rows = await context.rows('select 1 from auth_sessions where user_id = $1', [
        person.id,
      ]);
      return rows.length;
    }
  },
};

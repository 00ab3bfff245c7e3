import { mintToken } from '../../ops/access-token.ts';
import { ASVS, clause, type Claim } from '../claim.ts';
import type { Context } from '../context.ts';
import { newNumber } from '../phone-number.ts';

const PER_NUMBER = 20;
const PER_PERSON = 5;

async function alert(context: Context, accessTokenKeys: string, to: string) {
  const token = await mintToken(accessTokenKeys, { scope: 'alerts:send', name: 'proof' });
  context.run.redactor.learn('service token', token);
  return await context
    .client(context.transcript('The alert from a service'))
    .note('An alert to the same number')
    .send('/api/alerts/sms', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ to, message: 'The disk of db-1 is full.' }),
    });
}

/** Alerts from services have a message budget of their own. */
export const alertsNotStarved: Claim = {
  id: 'alerts-not-starved',
  title: 'Messages that people cause never use up the budget for alerts from services.',
  shows:
    'People send test messages to one number until everybody gets BUDGET_EXCEEDED for it. Then a service sends an alert to the same number, and it is accepted.',
  group: 'Limits',
  clauses: clause(ASVS, '2.4.1', '15.2.2'),
  needs: ['simulators', 'keys'],
  async run(context) {
    const to = newNumber();
    const codes: (string | null)[] = [];
    for (let person = 0; person <= PER_NUMBER / PER_PERSON; person++) {
      const { client } = await context.accounts.signIn(context.client());
      for (let count = 0; count < PER_PERSON; count++) {
        const { status, errorCode } = await client.post('/api/alerts/sms/test', { to });
        codes.push(status === 200 ? null : errorCode);
      }
    }
    context.checkEqual(
      'One number accepts this many messages from people',
      codes.filter((code) => code === null).length,
      PER_NUMBER,
    );
    context.checkEqual('The next message is refused', codes[PER_NUMBER], 'BUDGET_EXCEEDED');
    const { secrets } = context.deployment;
    const answer = secrets && (await alert(context, secrets.accessTokenKeys, to));
    context.checkEqual('The alert from a service is accepted', answer?.status, 202);
  },
};

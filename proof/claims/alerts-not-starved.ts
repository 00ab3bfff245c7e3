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
    .client(context.transcript('The alert of a service'))
    .note('An alert to the same number')
    .send('/api/alerts/sms', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ to, message: 'The disk of db-1 is full.' }),
    });
}

/** An alert that does not arrive costs more than any code. */
export const alertsNotStarved: Claim = {
  id: 'alerts-not-starved',
  title: 'Messages of people never spend what the alert of a service needs.',
  shows:
    'People send test messages to one number until it is BUDGET_EXCEEDED for everybody. The alert of a service to the same number is taken.',
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
      'So many messages of people are taken for one number',
      codes.filter((code) => code === null).length,
      PER_NUMBER,
    );
    context.checkEqual('The next is refused', codes[PER_NUMBER], 'BUDGET_EXCEEDED');
    const { secrets } = context.deployment;
    const answer = secrets && (await alert(context, secrets.accessTokenKeys, to));
    context.checkEqual('The alert of a service is taken', answer?.status, 202);
  },
};

import { ASVS, clause, type Claim } from '../claim.ts';
import { newNumber } from '../phone-number.ts';
import { checkSaysWhen } from '../says-when.ts';
import { sentMessages } from '../simulator.ts';

const PER_HOUR = 5;

/** The operator pays for each message, so a person may send only a few. */
export const limitSms: Claim = {
  id: 'limit-sms',
  title: 'A person can send five test messages in an hour; the sixth is RATE_LIMITED and not sent.',
  shows:
    'One person sends six test messages to six numbers. The provider’s list shows how many it received.',
  group: 'Limits',
  clauses: clause(ASVS, '2.4.1', '6.3.1'),
  needs: ['simulators'],
  async run(context) {
    const { client } = await context.accounts.signIn(
      context.client(context.transcript('Six test messages')),
    );
    const numbers = Array.from({ length: PER_HOUR + 1 }, newNumber);
    const answers = [];
    for (const to of numbers) {
      answers.push(
        await client.note(`Message ${answers.length + 1}`).post('/api/alerts/sms/test', { to }),
      );
    }
    const last = answers.at(-1);
    context.checkEqual(
      'Five messages are accepted',
      answers.filter(({ status }) => status === 200).length,
      PER_HOUR,
    );
    context.checkEqual(
      'The sixth message is RATE_LIMITED',
      [last?.status, last?.errorCode],
      [429, 'RATE_LIMITED'],
    );
    if (last) {
      checkSaysWhen(context, last, 3600);
    }
    const arrived = (await sentMessages(context.deployment)).filter(({ to }) =>
      numbers.includes(to),
    );
    context.checkEqual('The provider received five messages', arrived.length, PER_HOUR);
  },
};

import * as z from 'zod/mini';

import { smsLimits } from '../../src/core/notify/limits.ts';
import { windows } from '../../src/features.ts';
import { nothingOf, type Attack, type Field } from './attack.ts';

const { capacity } = windows['sms-test'];
/** More than an account may ask for in its hour. */
const CODES = windows.phone.capacity + 5;

/** Numbers of satellites, islands and others that pay a share to the sender; all of them valid. */
const EXPENSIVE = [
  '+18765551234',
  '+8823412345678',
  '+252612345678',
  '+9607712345',
  '+23276123456',
];

const Messages = z.array(z.object({ to: z.string() }));

async function messagesTo({ deployment }: Field, numbers: readonly string[]): Promise<number> {
  const answer = await fetch(`${deployment.twilioUrl}/messages`);
  const messages = Messages.parse(await answer.json());
  return messages.filter(({ to }) => numbers.includes(to)).length;
}

export const smsPumping: Attack = {
  id: 'sms-pumping',
  scenario:
    'Three accounts send test messages to many numbers, some of them in expensive countries. A fourth account requests codes for one number from many addresses.',
  policy: `windows.sms-test: ${capacity} and windows.phone: ${windows.phone.capacity} an hour for each account; smsLimits: ${smsLimits.callingCodes.length} calling codes`,
  countedBy: 'messages that reached the provider, by number; rows of the ledger by trace id',
  blocks: ['RATE_LIMITED', 'BUDGET_EXCEEDED', 'INVALID_REQUEST'],
  mostTries: 100,
  async run(field, tally) {
    const { accounts, database, random, size } = field;
    const own = () => `+44770090${random.digits(4)}`;
    const fine: string[] = [];
    const pumps = size(3, 1);
    const pumping = Array.from({ length: pumps }, () => {
      const numbers = Array.from({ length: 9 }, own);
      fine.push(...numbers);
      return random.shuffled([...numbers, ...EXPENSIVE]);
    });
    const one = own();
    // The same seed draws the same numbers, and an earlier run may have sent to them.
    const [ownBefore, expensiveBefore] = [
      await messagesTo(field, [...fine, one]),
      await messagesTo(field, EXPENSIVE),
    ];
    await Promise.all(
      pumping.map(async (numbers) => {
        const { client } = await accounts.signIn();
        for (const to of numbers) {
          await tally.send(async () => await client.post('/api/alerts/sms/test', { to }));
        }
      }),
    );
    const { client } = await accounts.signIn();
    for (let count = 0; count < size(CODES, 3); count++) {
      const elsewhere = accounts.newClient();
      elsewhere.cookies.set('__Host-session', client.sessionToken ?? '');
      await tally.send(async () => await elsewhere.post('/api/account/phone', { phone: one }));
    }
    const sent = (await messagesTo(field, [...fine, one])) - ownBefore;
    const ledger = await database(
      "select id::text from integration_usage_events where provider = 'twilio' and trace_id = any($1)",
      [tally.tries.map(({ traceId }) => traceId)],
    );
    const expensive = (await messagesTo(field, EXPENSIVE)) - expensiveBefore;
    return {
      bound: nothingOf(pumps * capacity + windows.phone.capacity),
      evaluated: Math.max(sent + expensive, ledger.length),
      successes: expensive,
      rows: ledger.map(({ id }) => String(id)),
      notes: [`${sent} messages were sent, ${expensive} of them to a country that is not served.`],
    };
  },
};

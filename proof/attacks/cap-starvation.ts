import { mintToken } from '../../ops/access-token.ts';
import { readDevVars } from '../../dev/dev-vars.ts';
import { smsLimits } from '../../src/core/notify/limits.ts';
import { windows } from '../../src/features.ts';
import type { Answer } from '../client/api-client.ts';
import { nothingOf, type Attack, type Field } from './attack.ts';
import type { Tally } from './tally.ts';

const { people } = smsLimits;
const EACH = windows['sms-test'].capacity;
/** More than one network may send. */
const CROWD = Math.ceil(people.perNetworkPerDay / (EACH + windows.phone.capacity)) + 1;
const ALERTS = 2;

/** Sends all that one person may send in an hour; every test message goes to the phone on call. */
async function sendAll({ accounts, random }: Field, tally: Tally, onCall: string): Promise<void> {
  const { client } = await accounts.signIn();
  for (let count = 0; count < EACH; count++) {
    await tally.send(async () => await client.post('/api/alerts/sms/test', { to: onCall }));
    const phone = `+44770090${random.digits(4)}`;
    await tally.send(async () => await client.post('/api/account/phone', { phone }));
  }
}

/** Sends the alert of a service whose disk is full to the phone on call. */
async function alert({ accounts, deployment }: Field, onCall: string): Promise<Answer> {
  const keys = deployment.secrets?.accessTokenKeys ?? readDevVars()['ACCESS_TOKEN_KEYS'] ?? '';
  const token = await mintToken(keys, { scope: 'alerts:send', name: 'attacked' });
  return await accounts.newClient().send('/api/alerts/sms', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ to: onCall, message: 'The disk of db-1 is full.' }),
  });
}

export const capStarvation: Attack = {
  id: 'cap-starvation',
  scenario:
    'Many new accounts in one network send all the codes and test messages they may, mostly to the phone on call. Then a service sends an alert to that phone.',
  policy: `smsLimits.people: ${people.perNumberPerDay} for a number, ${people.perNetworkPerDay} for a network and ${people.perDay} in all a day, separate from smsLimits.services`,
  countedBy: 'messages of the accounts in the ledger by trace id; refused alerts',
  blocks: ['BUDGET_EXCEEDED', 'RATE_LIMITED'],
  mostTries: 200,
  async run(field, tally) {
    const onCall = `+44770091${field.random.digits(4)}`;
    for (let turn = 0; turn < field.size(CROWD, 3); turn++) {
      await sendAll(field, tally, onCall);
    }
    const sent = await field.database(
      "select id::text from integration_usage_events where provider = 'twilio' and trace_id = any($1)",
      [tally.tries.map(({ traceId }) => traceId)],
    );
    const answers = [];
    for (let count = 0; count < ALERTS; count++) {
      answers.push(await alert(field, onCall));
    }
    const refused = answers.filter(({ status }) => status !== 202);
    return {
      bound: nothingOf(people.perNetworkPerDay),
      evaluated: sent.length,
      successes: refused.length,
      rows: sent.map(({ id }) => String(id)),
      notes: [
        `${sent.length} messages of the accounts were sent, and ${ALERTS - refused.length} of ${ALERTS} alerts.`,
      ],
    };
  },
};

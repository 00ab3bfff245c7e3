import { createHmac } from 'node:crypto';

import { ASVS, clause, type Claim } from '../claim.ts';
import type { Context } from '../context.ts';
import { setSimulator } from '../simulator.ts';
import { newNumber } from '../phone-number.ts';

/** Who says that a message arrived must be the provider. */
export const callbackForgery: Claim = {
  id: 'callback-forgery',
  title: 'A delivery report that the provider did not sign changes nothing.',
  shows:
    'A test message is sent, and reports about it come unsigned, with an empty signature, with one made with a guessed key, and with one for another address. Each must be refused and the row must stay as it is; the same report signed with the provider’s key is taken.',
  group: 'Races and abuse',
  clauses: [...clause(ASVS, '4.1.5'), ...clause('CWE', '345')],
  needs: ['database', 'simulators', 'keys'],
  when: 'alone', // it silences the provider's own reports meanwhile
  async run(context) {
    await setSimulator(context.deployment, { callbacks: false });
    try {
      const { client } = await context.accounts.signIn();
      const sent = await client.must(client.post('/api/alerts/sms/test', { to: newNumber() }));
      const [sid, event] = [String(sent.body['message_id']), String(sent.body['event_id'])];
      await forge(context, sid, event);
    } finally {
      await setSimulator(context.deployment, {});
    }
  },
};

async function forge(context: Context, sid: string, event: string) {
  const path = `/api/alerts/sms/callback?event=${event}`;
  const url = `${context.deployment.appUrl}${path}`;
  const fields = { MessageSid: sid, MessageStatus: 'delivered', SmsSid: sid };
  const { twilioAuthToken } = context.secrets;
  const forgeries = {
    'without a signature': null,
    'with an empty signature': '',
    'signed with a guessed key': sign(url, fields, 'a guessed token'),
    'signed for another address': sign(`https://evil.example${path}`, fields, twilioAuthToken),
  };
  const transcript = context.transcript('Forged reports and a genuine one');
  const report = async (how: string, signature: string | null) =>
    await context
      .client(transcript)
      .note(`A report ${how}`)
      .send(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...(signature !== null && { 'x-twilio-signature': signature }),
        },
        body: new URLSearchParams(fields).toString(),
      });
  for (const [how, signature] of Object.entries(forgeries)) {
    const { status, errorCode } = await report(how, signature);
    context.checkEqual(`A report ${how} is refused`, [status, errorCode], [403, 'FORBIDDEN']);
  }
  const delivery = async (title: string) => {
    const query = 'select id, status, delivery_status from integration_usage_events where id = $1';
    const [row] = await context.sql(title, query, [event]);
    return row?.['delivery_status'] ?? null;
  };
  context.checkEqual(
    'After them nothing is said to be delivered',
    await delivery('The row after the forgeries'),
    null,
  );
  const genuine = await report('signed by the provider', sign(url, fields, twilioAuthToken));
  context.checkEqual('The genuine report is taken', genuine.status, 200);
  context.checkEqual(
    'Now it is delivered',
    await delivery('And after the genuine one'),
    'delivered',
  );
}

/** Twilio's published algorithm once more, by Node: HMAC-SHA-1 over the address and the fields by name. */
function sign(url: string, fields: Readonly<Record<string, string>>, token: string): string {
  const names = Object.keys(fields).toSorted((a, b) => (a < b ? -1 : 1));
  const text = names.reduce((sum, name) => sum + name + (fields[name] ?? ''), url);
  return createHmac('sha1', token).update(text).digest('base64');
}

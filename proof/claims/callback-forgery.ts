import { createHmac } from 'node:crypto';

import { ASVS, clause, type Claim } from '../claim.ts';
import type { Context } from '../context.ts';
import { setSimulator } from '../simulator.ts';
import { newNumber } from '../phone-number.ts';

/** Only the provider can report that a message was delivered. */
export const callbackForgery: Claim = {
  id: 'callback-forgery',
  title: 'A delivery report that the provider did not sign changes nothing.',
  shows:
    'A test message is sent. Forged reports about it follow: unsigned, with an empty signature, signed with a guessed key, and signed for another URL. Each must be refused and must not change the row. The same report signed with the provider’s key must be accepted.',
  group: 'Races and abuse',
  clauses: [...clause(ASVS, '4.1.5'), ...clause('CWE', '345')],
  needs: ['database', 'simulators', 'keys'],
  when: 'alone', // it turns the simulator's own reports off while it runs
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
    'signed for another URL': sign(`https://evil.example${path}`, fields, twilioAuthToken),
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
    'After the forgeries the message is not marked as delivered',
    await delivery('The row after the forgeries'),
    null,
  );
  const genuine = await report('signed by the provider', sign(url, fields, twilioAuthToken));
  context.checkEqual('The genuine report is accepted', genuine.status, 200);
  context.checkEqual(
    'After the genuine report the message is marked as delivered',
    await delivery('The row after the genuine report'),
    'delivered',
  );
}

/** Twilio's published algorithm, in Node: HMAC-SHA-1 over the URL and the fields sorted by name. */
function sign(url: string, fields: Readonly<Record<string, string>>, token: string): string {
  const names = Object.keys(fields).toSorted((a, b) => (a < b ? -1 : 1));
  const text = names.reduce((sum, name) => sum + name + (fields[name] ?? ''), url);
  return createHmac('sha1', token).update(text).digest('base64');
}

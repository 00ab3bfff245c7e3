import { createHmac } from 'node:crypto';
import { expect, inject, test } from 'vitest';

import { Client, problemOf } from '../support/client.ts';
import { ledgerOf } from '../support/ledger.ts';
import { newSignedIn } from '../support/person.ts';
import { setMode } from '../support/simulator.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const PATH = '/api/alerts/sms/callback';

/** Twilio's algorithm once more, by Node: over the address and the fields in the order of their names. */
function sign(url: string, fields: Record<string, string>, token: string): string {
  const text = Object.keys(fields)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .reduce((sum, name) => sum + name + (fields[name] ?? ''), url);
  return createHmac('sha1', token).update(text).digest('base64');
}

async function report(
  target: string,
  fields: Record<string, string>,
  headers: Record<string, string>,
) {
  return await new Client().send(target, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}

async function sendUnreported(to: string) {
  await setMode('twilio', { callbacks: false });
  const { client } = await newSignedIn();
  const answer = await client.post('/api/alerts/sms/test', { to });
  await setMode('twilio', {});
  const traceId = answer.headers.get('x-trace-id');
  const target = `${PATH}?event=${String(answer.body['event_id'])}`;
  return { traceId, target, sid: String(answer.body['message_id']) };
}

/** Everything but the signature is as Twilio would send it. */
const delivered = (sid: string) => ({ MessageSid: sid, MessageStatus: 'delivered', SmsSid: sid });

test('a forged, unsigned or host-swapped report is 403 and changes nothing', async () => {
  const { traceId, target, sid } = await sendUnreported('+447700905001');
  const fields = delivered(sid);
  const forgeries = [
    {},
    { 'x-twilio-signature': '' },
    { 'x-twilio-signature': sign(`${inject('appUrl')}${target}`, fields, 'a guessed token') },
    {
      'x-twilio-signature': sign(`https://evil.example${target}`, fields, 'a guessed token'),
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
    },
  ];
  for (const headers of forgeries) {
    const answer = await report(target, fields, headers);
    expect(problemOf(answer)).toMatchObject({ status: 403, error_code: 'FORBIDDEN' });
  }
  expect((await ledgerOf(database, traceId))[0]?.delivery_status).toBeNull();
});

/** A report signed as the provider would sign it for the address we gave. */
async function signedReport(target: string, fields: Record<string, string>) {
  const signature = sign(`${inject('appUrl')}${target}`, fields, inject('twilioAuthToken'));
  return await report(target, fields, { 'x-twilio-signature': signature });
}

const stateOf = async (traceId: string | null) => {
  const [row] = await ledgerOf(database, traceId);
  return [row?.status, row?.delivery_status, row?.error_code];
};

test('a genuine report updates the message, and its repetition changes nothing', async () => {
  const { traceId, target, sid } = await sendUnreported('+447700905002');
  expect((await signedReport(target, delivered(sid))).status).toBe(200);
  const [first] = await ledgerOf(database, traceId);
  expect(await stateOf(traceId)).toEqual(['SUCCESS', 'delivered', null]);
  for (let index = 0; index < 3; index++) {
    expect((await signedReport(target, delivered(sid))).status).toBe(200);
  }
  expect(await ledgerOf(database, traceId)).toEqual([first]);
});

test('a report after the final status or out of order changes nothing', async () => {
  const { traceId, target, sid } = await sendUnreported('+447700905003');
  await signedReport(target, { ...delivered(sid), MessageStatus: 'sent' });
  await signedReport(target, { ...delivered(sid), MessageStatus: 'queued' });
  expect(await stateOf(traceId)).toEqual(['SUCCESS', 'sent', null]);
  await signedReport(target, { ...delivered(sid), MessageStatus: 'failed', ErrorCode: '30007' });
  expect(await stateOf(traceId)).toEqual(['FAIL', 'failed', 'MESSAGE_FILTERED']);
  await signedReport(target, delivered(sid));
  expect(await stateOf(traceId)).toEqual(['FAIL', 'failed', 'MESSAGE_FILTERED']);
});

test("a genuine report of one message does not speak for another's row", async () => {
  const mine = await sendUnreported('+447700905004');
  const theirs = await sendUnreported('+447700905005');
  expect((await signedReport(mine.target, delivered(theirs.sid))).status).toBe(200);
  expect(await stateOf(mine.traceId)).toEqual(['SUCCESS', null, null]);
});

test('a report through a messaging service, without a sender number, counts just the same', async () => {
  const { traceId, target, sid } = await sendUnreported('+447700905006');
  const fields = {
    ...delivered(sid),
    MessagingServiceSid: `MG${'a'.repeat(32)}`,
    To: '+447700905006',
  };
  expect((await signedReport(target, fields)).status).toBe(200);
  expect(await stateOf(traceId)).toEqual(['SUCCESS', 'delivered', null]);
});

test('a report that is not a form is 415', async () => {
  const answer = await new Client().post(PATH, { MessageSid: 'SM', MessageStatus: 'delivered' });
  expect(problemOf(answer)).toMatchObject({ status: 415 });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';

import { newAddress } from '../support/client.ts';
import { newSignedIn } from '../support/person.ts';
import { rawRequest, sendRaw } from '../support/raw-http.ts';
import { logLines } from '../support/stack.ts';

const FIELDS = '{"email":"ada@example.com","password":"seven purple otters"}';
const SIZE = FIELDS.length.toString(16);
const GOOD_CHUNK = `${SIZE}\r\n${FIELDS}\r\n`;
const MEGABYTE = 'x'.repeat(1024 * 1024);

const CHUNKED = 'transfer-encoding: chunked';
const JSON_TYPE = 'content-type: application/json';

const broken: readonly (readonly [name: string, framing: string, body: string])[] = [
  ['a chunk size that is no number', CHUNKED, 'zz\r\nabc\r\n0\r\n\r\n'],
  ['a chunk size that is no number behind a good chunk', CHUNKED, `${GOOD_CHUNK}xyz\r\nabc\r\n`],
  ['a chunk that is longer than it says', CHUNKED, `3\r\n${FIELDS}\r\n0\r\n\r\n`],
  ['no last chunk', CHUNKED, GOOD_CHUNK],
  ['a chunk that is cut off midway', CHUNKED, `${SIZE}\r\n${FIELDS.slice(0, 9)}`],
  ['chunks that were announced and never came', CHUNKED, ''],
  ['fewer bytes than it declares', 'content-length: 500', FIELDS],
];

/** What the Worker itself logged under that trace id; the runtime's own lines have none. */
function linesOf(traceId: string): string[] {
  return logLines().filter((line) => line.includes(traceId));
}

async function untilLogged(traceId: string): Promise<string[]> {
  for (let tries = 0; tries < 500; tries++) {
    const lines = linesOf(traceId);
    if (lines.some((line) => line.includes('"status"'))) {
      return lines;
    }
    await sleep(20);
  }
  throw new Error('the request left no line');
}

async function expectClientError(request: string, status = 400): Promise<void> {
  const answer = await sendRaw(inject('appUrl'), request);
  expect(answer.status).toBe(status);
  const traceId = /x-trace-id: ([0-9a-f]{32})/i.exec(answer.text)?.[1] ?? 'none';
  expect((await untilLogged(traceId)).filter((line) => line.includes('"bug"'))).toEqual([]);
}

test.for(broken)('a body with %s is a bad request and no bug', async ([, framing, body]) => {
  const headers = [JSON_TYPE, framing, `cf-connecting-ip: ${newAddress()}`];
  await expectClientError(rawRequest('POST', '/api/auth/login', headers, body));
});

test('a truncated form is a bad request, too', async () => {
  const headers = ['content-type: application/x-www-form-urlencoded', CHUNKED];
  const form = '7\r\nMessage\r\nxyz';
  await expectClientError(rawRequest('POST', '/api/alerts/sms/callback', headers, form));
});

test('a truncated body with a session is refused and changes nothing', async () => {
  const { client } = await newSignedIn();
  const headers = [JSON_TYPE, CHUNKED, `cookie: ${client.cookie}`];
  await expectClientError(rawRequest('POST', '/api/auth/logout', headers, 'zz\r\n'));
  expect((await client.get('/api/auth/me')).status).toBe(200);
});

test('a truncated body over the size limit is not reported as a bug', async () => {
  const chunk = `100000\r\n${MEGABYTE}\r\nzz\r\n`;
  const headers = [JSON_TYPE, CHUNKED, `cf-connecting-ip: ${newAddress()}`];
  await expectClientError(rawRequest('POST', '/api/auth/login', headers, chunk));
});

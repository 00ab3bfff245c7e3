import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, inject, test } from 'vitest';

import { Client } from '../support/client.ts';
import { everyCell } from '../support/every-cell.ts';
import { codeFor, enrolPerson, tempTokenOf } from '../support/person.ts';
import { logLines, ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)] ?? '')
    .join('');
}

function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'));
  const octets = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(octets.map((octet) => Number.parseInt(octet, 2)));
}

/** The forms in which a careless line of code would store these bytes. */
function formsOf(bytes: Buffer): string[] {
  return [
    bytes.toString('latin1'),
    base32(bytes),
    bytes.toString('base64'),
    bytes.toString('base64').replaceAll('=', ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ].map((form) => form.toLowerCase());
}

const token = (cookie: string | null) => (cookie ?? '').replace('__Host-session=', '');

/** Everything the person was ever given or typed in one whole flow. */
async function plantSecrets() {
  const person = await enrolPerson();
  const client = new Client();
  const temp_token = await tempTokenOf(person, client);
  const code = codeFor(person.secret);
  await client.post('/api/auth/2fa/verify', { temp_token, code });
  const [backupCode = ''] = person.backupCodes;
  await client.post('/api/auth/reauthenticate', {
    password: person.password,
    backup_code: backupCode,
  });
  const before = client.cookie;
  await client.post('/api/auth/refresh');
  const texts = {
    password: person.password,
    'TOTP secret in base32': person.secret,
    'temp token': temp_token,
    'session token': token(client.cookie),
    'session token before the refresh': token(before),
    'APP_ENC_KEY in base64': inject('appEncKey'),
    ...Object.fromEntries(
      person.backupCodes.flatMap((text) => [
        [`backup code ${text}`, text],
        [`backup code ${text} without hyphens`, text.replaceAll('-', '')],
        [`verifier of ${text}`, text.replaceAll('-', '').slice(3)],
      ]),
    ),
  };
  const bytes = {
    'TOTP secret': fromBase32(person.secret),
    'bytes of the temp token': Buffer.from(temp_token, 'base64url'),
    'bytes of the session token': Buffer.from(token(client.cookie), 'base64url'),
    'bytes of APP_ENC_KEY': Buffer.from(inject('appEncKey'), 'base64'),
  };
  return [
    ...Object.entries(texts).map(([name, text]) => ({
      name,
      forms: [text.toLowerCase(), ...formsOf(Buffer.from(text))],
    })),
    ...Object.entries(bytes).map(([name, raw]) => ({ name, forms: formsOf(raw) })),
  ];
}

function everyFile(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** SQLite removes its side files between the listing and the reading. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'latin1').toLowerCase();
  } catch {
    return '';
  }
}

test('no secret of a whole flow is in any column of any table, in raw, base32, base64 or hex', async () => {
  const secrets = await plantSecrets();
  const cells = await everyCell(async (text) => await database.rows(text));
  expect(new Set(cells.map(({ place }) => place.split('.')[0])).size).toBeGreaterThanOrEqual(6);
  const found = cells.flatMap(({ place, text }) =>
    secrets
      .filter(({ forms }) => forms.some((form) => text.includes(form)))
      .map(({ name }) => `${name} in ${place}`),
  );
  expect(found).toEqual([]);
  // The search itself is able to find: the same forms are there when they are planted.
  const [secret] = secrets;
  expect(secret?.forms.some((form) => `x${form}y`.includes(form))).toBe(true);
});

test('no secret, no address and no number is in a log line or in the storage of the limiter', async () => {
  const secrets = await plantSecrets();
  const log = logLines().join('\n').toLowerCase();
  const storage = everyFile(join(dirname(inject('logFile')), 'durable-objects'));
  expect(storage.length).toBeGreaterThan(0);
  const stored = storage.map(readIfThere);
  const found = secrets.filter(({ forms }) =>
    forms.some((form) => log.includes(form) || stored.some((text) => text.includes(form))),
  );
  expect(found.map(({ name }) => name)).toEqual([]);
  expect(log).not.toContain('@example.com');
  expect(log).not.toContain('2001:db8');
  expect(stored.some((text) => text.includes('@example.com'))).toBe(false);
});

test('a log line has the six fields and nothing else', async () => {
  const client = new Client();
  const answer = await client.get('/api/auth/me?token=abc');
  const traceId = answer.headers.get('x-trace-id');
  await expect
    .poll(() => logLines().filter((line) => line.includes(traceId ?? '-')))
    .toHaveLength(1);
  const line = logLines().find((text) => text.includes(traceId ?? '-'));
  expect(JSON.parse(line ?? '{}')).toEqual({
    trace_id: traceId,
    method: 'GET',
    route: '/api/auth/me',
    status: 401,
    duration_ms: expect.any(Number),
    db_round_trips: 0,
  });
});

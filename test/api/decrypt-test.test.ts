import { execFile } from 'node:child_process';
import process from 'node:process';
import { expect, inject, test } from 'vitest';

import { newEnrolled } from '../support/person.ts';
import { randomKey } from '../support/random-key.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

interface Outcome {
  readonly status: number;
  readonly text: string;
}

/** The command as somebody runs it, with these variables and nothing of this machine’s. */
async function decryptTest(changed: Record<string, string> = {}): Promise<Outcome> {
  const env = {
    PATH: process.env['PATH'],
    LOCAL_DIR: '/nonexistent',
    DATABASE_URL: inject('databaseUrl'),
    APP_ENC_KEY: inject('appEncKey'),
    ...changed,
  };
  return await new Promise((resolve) => {
    execFile(process.execPath, ['ops/decrypt-test.ts'], { env }, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, text: `${stdout}${stderr}` });
    });
  });
}

/** Somebody whose row is the newest. */
async function newest() {
  const person = await newEnrolled();
  await database.rows(
    `update users set two_factor_enrolled_at = (select max(two_factor_enrolled_at) from users)
       + interval '1 second' where id = $1`,
    [person.id],
  );
  return person;
}

test('decrypt-test opens a sealed row and prints one line without the secret', async () => {
  const { id, secret } = await newest();
  const { status, text } = await decryptTest();
  expect([text, status]).toEqual([expect.stringMatching(/^[^\n]+ ok\n$/), 0]);
  expect(text).toContain(id);
  expect(text).toMatch(/key [0-9a-f]{8},/);
  expect(text).not.toContain(secret);
  expect(text).not.toContain(inject('appEncKey'));
});

test('another key, or none, ends with another status and names both keys', async () => {
  const { id } = await newest();
  const other = await decryptTest({ APP_ENC_KEY: randomKey() });
  expect(other.status).toBe(1);
  expect(other.text).toContain(id);
  expect(other.text).toMatch(/sealed under key [0-9a-f]{8}, and APP_ENC_KEY is key [0-9a-f]{8}/);
  const malformed = await decryptTest({ APP_ENC_KEY: 'short' });
  expect(malformed).toMatchObject({ status: 1, text: expect.stringContaining('APP_ENC_KEY') });
});

test('a secret that was copied from another row does not open', async () => {
  const [{ id }, { id: foreign }] = [await newest(), await newest()];
  await database.rows(
    `update users set two_factor_secret_encrypted =
       (select two_factor_secret_encrypted from users where id = $1) where id = $2`,
    [id, foreign],
  );
  const { status, text } = await decryptTest();
  expect([text, status]).toEqual([expect.stringContaining('belongs to another row'), 1]);
  expect(text).toContain(foreign);
});

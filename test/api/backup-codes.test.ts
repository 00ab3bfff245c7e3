import { expect, test } from 'vitest';

import { Client, problemOf } from '../support/client.ts';
import { codeFor, enrolPerson, newEnrolled, tempTokenOf } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

test('a backup code proves the second factor once, and the answer says how many are left', async () => {
  const person = await newEnrolled();
  const [backup_code] = person.backupCodes;
  const first = await new Client().post('/api/auth/2fa/verify', {
    temp_token: await tempTokenOf(person),
    backup_code,
  });
  expect(first.body).toMatchObject({ method: 'backup_code', backup_codes_remaining: 9 });
  const again = await new Client().post('/api/auth/2fa/verify', {
    temp_token: await tempTokenOf(person),
    backup_code,
  });
  expect(problemOf(again)).toMatchObject({ status: 401, error_code: 'CODE_ALREADY_USED' });
  const status = await person.client.get('/api/auth/2fa/status');
  expect(status.body).toMatchObject({ backup_codes_remaining: 9 });
});

test('a backup code is accepted in any case, with spaces or hyphens, and with O for 0 and I or L for 1', async () => {
  const person = await newEnrolled();
  const [code = ''] = person.backupCodes;
  const sloppy = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
  const answer = await new Client().post('/api/auth/2fa/verify', {
    temp_token: await tempTokenOf(person),
    backup_code: sloppy,
  });
  expect(answer.status).toBe(200);
});

test.for(['', 'AAAA', 'ZZZZ-ZZZZ-ZZZZ-ZZZZ', 'ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄ'])(
  'a code that is not one of the ten, %j, counts as a failed attempt',
  async (backup_code) => {
    const person = await newEnrolled();
    const answer = await new Client().post('/api/auth/2fa/verify', {
      temp_token: await tempTokenOf(person),
      backup_code,
    });
    expect(problemOf(answer)).toMatchObject({ status: 401, error_code: 'CODE_INVALID' });
  },
);

test('the database stores only hashes of one set, and the view lists the unused codes', async () => {
  const person = await newEnrolled();
  const rows = await database.rows<Record<string, string>>(
    'select selector, code_hash, set_id from backup_codes where user_id = $1',
    [person.id],
  );
  expect(rows).toHaveLength(10);
  expect(new Set(rows.map((row) => row['set_id'])).size).toBe(1);
  expect(rows.map(({ selector = '' }) => selector).toSorted()).toEqual(
    person.backupCodes.map((code) => code.replaceAll('-', '').slice(0, 3)).toSorted(),
  );
  const [view] = await database.rows<{ two_factor_backup_codes_hash: string[] }>(
    'select two_factor_backup_codes_hash from user_backup_code_hashes where user_id = $1',
    [person.id],
  );
  expect(view?.two_factor_backup_codes_hash).toHaveLength(10);
});

test('regenerating needs a code from the app and invalidates the old set', async () => {
  const person = await newEnrolled();
  const [old] = person.backupCodes;
  const byBackupCode = await person.client.post('/api/auth/2fa/backup-codes', { backup_code: old });
  expect(byBackupCode.status).toBe(400);
  const answer = await person.client.post('/api/auth/2fa/backup-codes', {
    code: codeFor(person.secret),
  });
  expect(answer.status).toBe(200);
  const [renewed] = answer.body['backup_codes'] as string[];
  const dead = await new Client().post('/api/auth/2fa/verify', {
    temp_token: await tempTokenOf(person),
    backup_code: old,
  });
  expect(problemOf(dead)).toMatchObject({ error_code: 'CODE_INVALID' });
  const alive = await new Client().post('/api/auth/2fa/verify', {
    temp_token: await tempTokenOf(person),
    backup_code: renewed,
  });
  expect(alive.status).toBe(200);
});

test('the code that regenerated a set is spent', async () => {
  const person = await newEnrolled();
  const code = codeFor(person.secret);
  expect((await person.client.post('/api/auth/2fa/backup-codes', { code })).status).toBe(200);
  const again = await person.client.post('/api/auth/2fa/backup-codes', { code });
  expect(problemOf(again)).toMatchObject({ error_code: 'CODE_ALREADY_USED' });
});

test("another person's backup code is refused", async () => {
  const [mine, theirs] = [await newEnrolled(), await enrolPerson()];
  const answer = await new Client().post('/api/auth/2fa/verify', {
    temp_token: await tempTokenOf(mine),
    backup_code: theirs.backupCodes[0],
  });
  expect(problemOf(answer)).toMatchObject({ error_code: 'CODE_INVALID' });
  const status = await theirs.client.get('/api/auth/2fa/status');
  expect(status.body).toMatchObject({ backup_codes_remaining: 10 });
});

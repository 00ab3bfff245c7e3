import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { Redactor } from './client/redactor.ts';
import { Transcript } from './client/transcript.ts';
import { formsOf } from './forms.ts';
import { findSecrets } from './search-bundle.ts';

const TOKEN = 'q7Vn2rJ0cE5mYw8TzB1xLk4HsD9uGf3aPoIiNvRtXcQ';
const PASSWORD = 'seven purple otters sing';
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

function transcriptOf(redactor: Redactor): string {
  const transcript = new Transcript(redactor);
  const request = { email: 'ana@example.com', password: PASSWORD };
  redactor.learnFrom(request);
  redactor.learn('session cookie', TOKEN);
  transcript.note('The first factor');
  transcript.add({
    method: 'POST',
    url: 'http://localhost/api/auth/login',
    requestHeaders: [
      ['cookie', `__Host-session=${TOKEN}`],
      ['authorization', `Bearer ${TOKEN}`],
    ],
    requestBody: JSON.stringify(request),
    status: 200,
    answerHeaders: [['set-cookie', `__Host-session=${TOKEN}; Secure`]],
    answerBody: JSON.stringify({ temp_token: TOKEN, code: '123456', echoed: `x${PASSWORD}y` }),
  });
  return transcript.toText();
}

test('a transcript contains no password, token, code or cookie, and still shows what was sent', () => {
  const text = transcriptOf(new Redactor());
  for (const secret of [TOKEN, PASSWORD, '123456']) {
    expect(text).not.toContain(secret);
  }
  expect(text).toContain('# 1. The first factor');
  expect(text).toContain('"password":"[password, 24 characters]"');
  expect(text).toContain('__Host-session=[43 characters]; Secure');
  expect(text).toContain('"code": "[code, 6 characters]"');
  expect(text).toContain('ana@example.com');
});

test('a secret is hidden everywhere, and of two overlapping ones the longer', () => {
  const redactor = new Redactor();
  redactor.learn('short', 'abcdefgh');
  redactor.learn('long', 'abcdefgh-ijkl');
  expect(redactor.hide('x abcdefgh-ijkl y abcdefgh z')).toBe(
    'x [long, 13 characters] y [short, 8 characters] z',
  );
});

test('a secret member is hidden at any depth, also in lists', () => {
  const hidden = new Redactor().hideBody({ a: [{ backup_codes: ['1111-2222', '3333-4444'] }] });
  expect(hidden).toEqual({
    a: [{ backup_codes: ['[backup codes, 9 characters]', '[backup codes, 9 characters]'] }],
  });
});

test.for(
  formsOf({ name: 'secret', value: SECRET, encoding: 'base32' }).map(
    ({ name, text }) => [name, text] as const,
  ),
)('the last search of a bundle finds a secret in the form %s', ([, form]) => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-redaction-'));
  mkdirSync(join(folder, 'claims'));
  writeFileSync(join(folder, 'claims/clean.txt'), 'nothing here\n');
  writeFileSync(join(folder, 'claims/leak.txt'), Buffer.from(`before ${form} after`, 'latin1'));
  const found = findSecrets(folder, [{ name: 'secret', value: SECRET }]);
  rmSync(folder, { recursive: true });
  expect(found.map(({ path }) => path)).toEqual(['claims/leak.txt']);
});

test('a value inside a longer text is found in base64 at each of the three places it can begin', () => {
  const forms = formsOf({ name: 'password', value: PASSWORD });
  for (const before of ['', 'a', 'ab', 'abc']) {
    const text = Buffer.from(`${before}${PASSWORD}${before}`).toString('base64').toLowerCase();
    expect(forms.some((form) => text.includes(form.text))).toBe(true);
  }
});

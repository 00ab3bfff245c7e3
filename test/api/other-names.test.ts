import { expect, test } from 'vitest';

import { Client } from '../support/client.ts';
import {
  newEnrolled,
  newPerson,
  newStaff,
  plantMailToken,
  tempTokenOf,
} from '../support/person.ts';

test.for([
  ['/settings', '/settings/security'],
  ['/2fa/setup', '/settings/security'],
  ['/account/security', '/settings/security'],
  ['/admin/audit-logs', '/admin/audit'],
  ['/.well-known/change-password', '/settings/security'],
])('%s leads to %s', async ([path = '', to = '']) => {
  const answer = await new Client().get(path);
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe(to);
  expect((await new Client().get(to)).status).toBe(200);
});

test('security.txt has a contact and an expiry date (RFC 9116)', async () => {
  const answer = await new Client().get('/.well-known/security.txt');
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
  const text = String(answer.body['text']);
  expect(text).toMatch(/^Contact: (mailto:|https?:\/\/)/m);
  const [, expires = ''] = /^Expires: (.+)$/m.exec(text) ?? [];
  expect(Date.parse(expires)).toBeGreaterThan(Date.now());
});

test('the index of problems names every error and leads to its page', async () => {
  const answer = await new Client().get('/problems');
  expect(answer.status).toBe(200);
  const links = [...String(answer.body['text']).matchAll(/href="(\/problems\/[\w-]+)"/g)];
  expect(links.length).toBeGreaterThan(30);
  const [, first = ''] = links[0] ?? [];
  expect((await new Client().get(first)).status).toBe(200);
});

test.for(['/api', '/v1'])('a backup code opens %s/auth/recovery-login', async (base) => {
  const person = await newEnrolled();
  const client = new Client();
  const temp_token = await tempTokenOf(person, client);
  const body = { temp_token, backup_code: person.backupCodes[0] };
  const answer = await client.post(`${base}/auth/recovery-login`, body);
  expect(answer).toMatchObject({ status: 200, body: { method: 'backup_code' } });
});

test.for(['/api', '/v1'])('%s/auth/resend-verification asks for another link', async (base) => {
  const { email } = await newPerson();
  expect((await new Client().post(`${base}/auth/resend-verification`, { email })).status).toBe(202);
});

test.for(['/api', '/v1'])(
  'GET %s/auth/verify-email shows the page and consumes nothing, a POST consumes',
  async (base) => {
    const person = await newPerson();
    const token = await plantMailToken(person.id, 'verify_email');
    const path = `${base}/auth/verify-email`;
    const shown = await new Client().get(`${path}?token=${token}&next=//evil.example`);
    expect(shown.status).toBe(302);
    expect(shown.headers.get('location')).toBe(`/verify-email?token=${token}`);
    expect(
      (await new Client().get(`${path}?token=%0d%0aset-cookie:x`)).headers.get('location'),
    ).toBe('/verify-email');
    expect((await new Client().post(path, { token })).status).toBe(200);
    expect((await new Client().post(path, { token })).status).not.toBe(200);
  },
);

test.for(['/api', '/v1'])('admin actions answer at their other names under %s', async (base) => {
  const staff = await newStaff();
  const person = await newEnrolled();
  const user = `${base}/admin/users/${person.id}`;
  const changed = await staff.client.post(`${user}/roles`, { roles: ['USER', 'SUPPORT'] });
  expect(changed.status).toBe(200);
  expect((await staff.client.post(`${user}/resend-verification`)).status).toBe(202);
  expect((await staff.client.post(`${user}/reset-2fa`)).status).toBe(202);
  const withdrawn = await staff.client.send(`${user}/reset-2fa`, { method: 'DELETE' });
  expect(withdrawn.status).toBe(405);
});

test.for(['/health', '/v1/health', '/api/health'])('%s says that it is alive', async (path) => {
  expect((await new Client().get(path)).status).toBe(200);
});

test('captchaToken is captcha_token, and both at once are one too many', async () => {
  const { email, password } = await newPerson();
  const body = { email, password, captchaToken: 'XXXX.DUMMY.TOKEN.XXXX' };
  expect((await new Client().post('/api/auth/login', body)).status).toBe(200);
  const twice = { ...body, captcha_token: 'XXXX.DUMMY.TOKEN.XXXX' };
  expect((await new Client().post('/api/auth/login', twice)).status).toBe(400);
  const foreign = await new Client().post('/api/auth/email/verify', {
    token: 'x',
    captchaToken: 1,
  });
  expect(foreign.status).toBe(400);
});

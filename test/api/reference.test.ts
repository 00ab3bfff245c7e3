import { expect, test } from 'vitest';

import { currentReference } from '../../scripts/reference/plugin.ts';
import { Client, problemOf } from '../support/client.ts';

test.for(['/api/openapi.json', '/v1/openapi.json'])(
  '%s is the reference of the routes as they are wired, for anybody',
  async (path) => {
    const answer = await new Client().get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(answer.body).toEqual(JSON.parse(JSON.stringify(currentReference())));
  },
);

test('the reference is a valid document as it is sent: its trace is in the header alone', async () => {
  const { body } = await new Client().get('/api/openapi.json');
  expect(Object.keys(body).filter((name) => /trace/.test(name))).toEqual([]);
});

test('the reference refuses every other method', async () => {
  const answer = await new Client().post('/api/openapi.json', {});
  expect(problemOf(answer)).toMatchObject({ status: 405, error_code: 'METHOD_NOT_ALLOWED' });
  expect(answer.headers.get('allow')).toBe('GET, HEAD');
});

test('every refusal that happens is documented in the reference', async () => {
  const paths = currentReference()['paths'] as Record<
    string,
    Record<string, { 'x-error-codes': readonly string[] }>
  >;
  const client = new Client();
  const refused = [
    ['/api/auth/login', { email: 'nobody@example.com', password: 'not a password' }],
    ['/api/auth/register', { email: 'ada@example.com', password: 'short' }],
    ['/api/auth/2fa/verify', { temp_token: 'A'.repeat(43), code: '123456' }],
    ['/api/auth/password/reset', { token: 'A'.repeat(43), new_password: 'seven purple otters' }],
    ['/api/auth/2fa/setup', {}],
    ['/api/alerts/sms', { to: '+447700900123', message: 'x' }],
  ] as const;
  for (const [path, body] of refused) {
    const { error_code } = problemOf(await client.post(path, body));
    expect([path, paths[path]?.['post']?.['x-error-codes']]).toEqual([
      path,
      expect.arrayContaining([error_code]),
    ]);
  }
});

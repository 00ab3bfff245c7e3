import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { startStack, type Stack } from '../../dev/stack.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { Client, problemOf } from '../support/client.ts';
import { newCredentials } from '../support/person.ts';

const ascending = Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64');

/** Values that must never become a key; src/config.test.ts has more of them. */
const unfit: Record<string, string | null> = {
  missing: null,
  'too short': Buffer.alloc(31, 'x7Q').toString('base64'),
  'an example': ascending,
};

describe.for(Object.entries(unfit))('with an APP_ENC_KEY that is %s', ([, value]) => {
  const localDir = makeTemporaryFolder('configuration');
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({
      port: 0,
      localDir,
      built: inject('built'),
      copyOf: inject('databaseServer'),
      devVars: false,
      healthy: false,
      vars: { APP_ENC_KEY: value },
    });
  });

  afterAll(async () => {
    await stack.stop();
    rmSync(localDir, { recursive: true, force: true });
  });

  test('every auth route answers 503 and names the variable, and nothing falls back', async () => {
    const client = new Client({ url: stack.appUrl });
    for (const [path, body] of [
      ['/api/auth/register', newCredentials()],
      ['/api/auth/login', newCredentials()],
      ['/api/auth/2fa/verify', { temp_token: 'x', code: '123456' }],
      ['/api/auth/2fa/setup', undefined],
      ['/api/auth/logout', undefined],
    ] as const) {
      const answer = await client.post(path, body);
      expect(problemOf(answer)).toMatchObject({
        status: 503,
        error_code: 'APP_ENC_KEY_MISSING',
        fields: [{ path: 'APP_ENC_KEY' }],
      });
      expect(problemOf(answer).suggested_fix).toContain('APP_ENC_KEY');
      expect(JSON.stringify(answer.body)).not.toContain(value || 'nothing to leak');
    }
    expect((await client.get('/api/auth/me')).status).toBe(503);
    expect((await client.get('/api/health')).status).toBe(200);
    expect((await client.get('/login')).status).toBe(200);
  });
});

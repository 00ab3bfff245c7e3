import { afterEach, expect, test } from 'vitest';

import { KeepAlive, type Exchange } from '../support/keep-alive.ts';
import { newCredentials, newPerson } from '../support/person.ts';
import { neon } from '../support/stack.ts';
import { expectAlike, face, measure, ROUNDS } from '../support/timing.ts';

afterEach(async () => {
  await neon.mode({});
});

const asks: readonly (readonly [string, (email: string) => Record<string, string>])[] = [
  ['/api/auth/password/forgot', (email) => ({ email })],
  ['/api/auth/email/resend', (email) => ({ email })],
  ['/api/auth/register', (email) => ({ email, password: newCredentials().password })],
];

test.for(asks)(
  '%s takes the same time and gives the same answer for an address with and without an account',
  async ([path, bodyFor], context) => {
    const faces = new Map<string, unknown>();
    const connection = new KeepAlive({ connections: 1 });
    const attempt = async (email: string): Promise<Exchange> =>
      await connection.post(path, bodyFor(email));
    await expectAlike(context, async () => {
      const known = await Promise.all(
        Array.from({ length: ROUNDS }, async () => (await newPerson()).email),
      );
      const unknown = Array.from({ length: ROUNDS }, () => newCredentials().email);
      const measured = await measure(
        attempt,
        (index) => known[index] ?? '',
        (index) => unknown[index] ?? '',
      );
      return measured;
    });
    for (const kind of ['known', 'unknown']) {
      const email = kind === 'known' ? (await newPerson()).email : newCredentials().email;
      const { status, headers, body } = face(await attempt(email));
      const names = body.map(([name]) => name);
      faces.set(kind, { status, headers: headers.map(([name]) => name), names });
      expect(status).toBe(path.endsWith('register') ? 201 : 202);
    }
    connection.close();
    expect(faces.get('known')).toEqual(faces.get('unknown'));
  },
);

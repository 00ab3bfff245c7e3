import { createHash } from 'node:crypto';

import { clause, ASVS, type Claim } from '../claim.ts';
import { codeAt } from '../client/authenticator.ts';
import { fromBase32, openSealed } from '../independent-crypto.ts';

/** Opens a sealed secret with Node's HKDF and AES-GCM, and never prints it. */
export const sealRoundTrip: Claim = {
  id: 'seal-round-trip',
  title: 'A sealed secret opens only with its key, in its own row, and unchanged.',
  shows:
    'The stored value is opened with Node’s HKDF and AES-256-GCM, not with the product’s code, and its hash is compared with that of the secret shown at set-up. The same value must not open with another key, as another row, or with one character changed. Then it is copied to another account, whose sign-in must fail.',
  group: 'Secrets at rest',
  clauses: [
    ...clause(ASVS, '11.3.3', '11.2.1'),
    ...clause('RFC 5869', '2'),
    ...clause('NIST SP 800-38D', '7.2'),
  ],
  needs: ['database', 'keys'],
  dependsOn: ['totp-secret-sealed'],
  async run(context) {
    const owner = await context.accounts.enrol();
    const other = await context.accounts.enrol();
    const sealed = await sealedOf(context, owner.id);
    const { appEncKey } = context.secrets;
    const opened = openSealed(appEncKey, contextOf(owner.id), sealed);
    const [shown, found] = [digest(fromBase32(owner.secret)), opened && digest(opened)];
    context.check(
      'The opened value is the secret shown at set-up (compared by SHA-256)',
      shown === found,
      `shown ${shown.slice(0, 16)}…, opened ${found?.slice(0, 16) ?? 'nothing'}…`,
    );
    const flipped = `${sealed.slice(0, -2)}${sealed.at(-2) === 'A' ? 'B' : 'A'}${sealed.at(-1)}`;
    const anotherKey = Buffer.alloc(32, 7).toString('base64');
    const attempts = {
      'with one character changed': openSealed(appEncKey, contextOf(owner.id), flipped),
      'as another row': openSealed(appEncKey, contextOf(other.id), sealed),
      'with another key': openSealed(anotherKey, contextOf(owner.id), sealed),
    };
    for (const [how, result] of Object.entries(attempts)) {
      context.check(
        `The value does not open ${how}`,
        result === null,
        result === null ? 'refused' : 'opened',
      );
    }
    await context.rows('update users set two_factor_secret_encrypted = $2 where id = $1', [
      other.id,
      sealed,
    ]);
    const client = context.client(
      context.transcript('A sign-in with a secret copied from another account'),
    );
    const temp_token = await context.accounts.tempToken(other, client);
    const answer = await client
      .note(
        'The secret of another account was copied into this row; a code of that secret is refused',
      )
      .post('/api/auth/2fa/verify', { temp_token, code: codeAt(owner.secret) });
    context.check(
      'The product does not open a secret copied into another account’s row',
      answer.status >= 400 && client.sessionToken === null,
      `${answer.status} ${answer.errorCode}`,
    );
  },
};

async function sealedOf(
  context: {
    rows(query: string, values: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  },
  id: string,
): Promise<string> {
  const [row] = await context.rows(
    'select two_factor_secret_encrypted as sealed from users where id = $1',
    [id],
  );
  return String(row?.['sealed']);
}

/** The context a sealed secret is bound to. */
const contextOf = (id: string) => `users:two_factor_secret_encrypted:${id}`;

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

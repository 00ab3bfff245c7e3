import { argon2Verify } from 'hash-wasm';

import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { peppered } from '../independent-crypto.ts';

/** A second implementation of Argon2 agrees with the product's. */
export const argon2Recomputed: Claim = {
  id: 'argon2-recomputed',
  title:
    'A second Argon2 implementation computes the stored hashes of passwords and backup codes again.',
  shows:
    'The password and the backup codes of a throw-away account are keyed with a pepper derived here and hashed with hash-wasm, which the product does not use. The result is compared with the stored hashes. Another password must not match, and the right password without the pepper must not match.',
  group: 'Secrets at rest',
  clauses: [
    ...clause(ASVS, '11.4.2', '11.2.1'),
    ...clause(NIST, '3.1.1.2'),
    ...clause('RFC 9106', '3.1'),
  ],
  needs: ['database', 'keys'],
  async run(context) {
    const { appEncKey } = context.secrets;
    const person = await context.accounts.enrol();
    const [user] = await context.rows('select password_hash from users where id = $1', [person.id]);
    const hash = String(user?.['password_hash']);
    const key = peppered(appEncKey, 'password-pepper', person.password);
    context.check(
      'hash-wasm agrees on the password',
      await fits(key, hash),
      hash.split('$').slice(1, 4).join(' '),
    );
    const wrong = peppered(appEncKey, 'password-pepper', `${person.password}!`);
    context.check('hash-wasm rejects another password', !(await fits(wrong, hash)), 'refused');
    context.check(
      'hash-wasm rejects the password without the pepper',
      !(await fits(Buffer.from(person.password), hash)),
      'refused',
    );
    const codes = await context.rows(
      'select selector, code_hash from backup_codes where user_id = $1',
      [person.id],
    );
    let agreed = 0;
    for (const shown of person.backupCodes.slice(0, 3)) {
      const code = shown.replaceAll('-', '');
      const row = codes.find(({ selector }) => selector === code.slice(0, 3));
      const verifier = peppered(appEncKey, 'backup-code-pepper', code.slice(3));
      agreed += (await fits(verifier, String(row?.['code_hash']))) ? 1 : 0;
    }
    context.checkEqual('hash-wasm agrees on the first three backup codes', agreed, 3);
  },
};

async function fits(password: Uint8Array, hash: string): Promise<boolean> {
  try {
    return await argon2Verify({ password, hash });
  } catch {
    return false; // the stored value is not an Argon2 hash
  }
}

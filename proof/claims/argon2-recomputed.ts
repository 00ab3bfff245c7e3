import { argon2Verify } from 'hash-wasm';

import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { peppered } from '../independent-crypto.ts';

/** A second implementation of Argon2 says the same as the product's. */
export const argon2Recomputed: Claim = {
  id: 'argon2-recomputed',
  title:
    'Stored passwords and backup codes are what a second Argon2 implementation computes from them.',
  shows:
    'The password and the codes of a throw-away account are keyed with a pepper derived here, hashed with hash-wasm, which the product does not use, and compared with what the product stored. Another password must not fit, nor the right one without the pepper.',
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
    context.check('It does not agree on another password', !(await fits(wrong, hash)), 'refused');
    context.check(
      'It does not agree without the pepper',
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
    context.checkEqual('It agrees on the first three backup codes', agreed, 3);
  },
};

async function fits(password: Uint8Array, hash: string): Promise<boolean> {
  try {
    return await argon2Verify({ password, hash });
  } catch {
    return false; // what is stored is no Argon2 hash at all
  }
}

import { createHash } from 'node:crypto';

import { ASVS, clause, NIST, type Claim } from '../claim.ts';

/** A stolen database opens no session. */
export const sessionHash: Claim = {
  id: 'session-hash',
  title: 'Only the browser’s cookie has the session token; the database has its SHA-256.',
  shows:
    'A person signs in. The stored hash is computed again from the cookie. Then the stored hash itself is sent as a cookie, and it must open nothing.',
  group: 'Secrets at rest',
  clauses: [...clause(ASVS, '7.2.2', '7.2.3'), ...clause(NIST, '5.1')],
  needs: ['database'],
  async run(context) {
    const { id, client } = await context.accounts.signIn();
    const token = client.sessionToken ?? '';
    await context.sql(
      'The session, with the hash cut to its first twelve characters',
      `select id, left(token_hash, 12) || '…' as token_hash, method, created_at, last_seen_at, expires_at, revoked_at, ip
       from auth_sessions where user_id = $1`,
      [id],
    );
    const [row] = await context.rows('select token_hash from auth_sessions where user_id = $1', [
      id,
    ]);
    const stored = String(row?.['token_hash']);
    const hashes = [token, Buffer.from(token, 'base64url')].map((form) =>
      createHash('sha256').update(form).digest('hex'),
    );
    context.check(
      'The stored hash is the SHA-256 of the cookie’s token, computed again here',
      hashes.includes(stored),
      `stored ${stored.slice(0, 12)}…`,
    );
    context.checkEqual('The token has 256 bits', Buffer.from(token, 'base64url').length * 8, 256);
    const attacker = context.client();
    for (const form of [stored, Buffer.from(stored, 'hex').toString('base64url')]) {
      attacker.cookies.set('__Host-session', form);
      const answer = await attacker.get('/api/auth/me');
      context.check(
        'The stored hash does not open the session',
        answer.status === 401,
        `${answer.status} ${answer.errorCode}`,
      );
    }
    const own = await client.get('/api/auth/me');
    context.checkEqual('The cookie opens the session', own.status, 200);
  },
};

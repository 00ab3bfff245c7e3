import { createHash } from 'node:crypto';

import { ASVS, clause, NIST, type Claim } from '../claim.ts';

/** A stolen database opens no session. */
export const sessionHash: Claim = {
  id: 'session-hash',
  title: 'A session’s token is only in the browser’s cookie; the database holds its SHA-256.',
  shows:
    'Somebody signs in. The stored hash is computed again from their cookie; the stored hash itself, sent as a cookie, opens nothing.',
  group: 'Secrets at rest',
  clauses: [...clause(ASVS, '7.2.2', '7.2.3'), ...clause(NIST, '5.1')],
  needs: ['database'],
  async run(context) {
    const { id, client } = await context.accounts.signIn();
    const token = client.sessionToken ?? '';
    await context.sql(
      'Their session, the hash cut to its first twelve characters',
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
    const thief = context.client();
    for (const form of [stored, Buffer.from(stored, 'hex').toString('base64url')]) {
      thief.cookies.set('__Host-session', form);
      const answer = await thief.get('/api/auth/me');
      context.check(
        'What the database holds does not open the session',
        answer.status === 401,
        `${answer.status} ${answer.errorCode}`,
      );
    }
    const own = await client.get('/api/auth/me');
    context.checkEqual('The cookie itself does', own.status, 200);
  },
};

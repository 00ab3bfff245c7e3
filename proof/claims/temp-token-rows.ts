import { createHash } from 'node:crypto';

import { ASVS, clause, type Claim } from '../claim.ts';

/** After the first factor the database has a row with the hash of the temp token. */
export const tempTokenRows: Claim = {
  id: 'temp-token-rows',
  title:
    'After the first factor the database stores the hash of the temp token, never the token itself.',
  shows:
    'A person with two-factor sign-in passes the first factor. The table, its columns and the row of the person are read. The stored hash is computed again from the temp token in the answer.',
  group: 'Secrets at rest',
  clauses: clause(ASVS, '11.5.1', '6.5.5'),
  needs: ['database'],
  async run(context) {
    const person = await context.accounts.enrol();
    const token = await context.accounts.tempToken(person);
    const columns = await context.sql(
      'The columns of auth_temp_tokens',
      `select column_name, data_type, is_nullable from information_schema.columns
       where table_schema = 'public' and table_name = 'auth_temp_tokens' order by ordinal_position`,
    );
    const wanted = [
      'id',
      'user_id',
      'token_hash',
      'purpose',
      'created_at',
      'expires_at',
      'consumed_at',
      'ip',
      'user_agent',
    ];
    context.checkEqual(
      'The table has the nine expected columns, and none that could hold the token',
      columns.map(({ column_name: name }) => name),
      wanted,
    );
    await context.sql(
      'The row, with the hash cut to its first twelve characters',
      `select id, left(token_hash, 12) || '…' as token_hash, length(token_hash) as hash_length, purpose,
         created_at, expires_at, consumed_at, ip, user_agent
       from auth_temp_tokens where user_id = $1`,
      [person.id],
    );
    const [row] = await context.rows(
      `select token_hash, extract(epoch from expires_at - created_at)::int as seconds, consumed_at
       from auth_temp_tokens where user_id = $1`,
      [person.id],
    );
    const sha256 = createHash('sha256').update(token).digest('hex');
    const ofBytes = createHash('sha256').update(Buffer.from(token, 'base64url')).digest('hex');
    context.check(
      'The stored hash is the SHA-256 of the token, computed again here',
      row?.['token_hash'] === sha256 || row?.['token_hash'] === ofBytes,
      `computed ${sha256.slice(0, 12)}…, stored ${String(row?.['token_hash']).slice(0, 12)}…`,
    );
    context.checkEqual('The token has 256 bits', Buffer.from(token, 'base64url').length * 8, 256);
    context.checkEqual('The token is valid for 300 seconds', row?.['seconds'], 300);
    context.checkEqual('The token is unused: consumed_at is null', row?.['consumed_at'], null);
  },
};

import { ASVS, clause, NIST, type Claim } from '../claim.ts';

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$[\w+/]{22}\$[\w+/]{43}$/;
const LEAST_MEMORY_KIB = 19_456;

/** Ten codes, ten Argon2id hashes, ten salts. */
export const backupCodeHashes: Claim = {
  id: 'backup-code-hashes',
  title: 'Backup codes are stored as Argon2id hashes, each with its own salt.',
  shows:
    'A person turns two-factor sign-in on and gets ten backup codes. The ten rows are checked: the algorithm, cost and salt of each, and that no row contains a code.',
  group: 'Secrets at rest',
  clauses: [
    ...clause(ASVS, '6.5.2', '6.5.3', '6.5.4', '11.4.2'),
    ...clause(NIST, '3.1.2.2'),
    ...clause('RFC 9106', '4'),
  ],
  needs: ['database'],
  async run(context) {
    const person = await context.accounts.enrol();
    await context.sql(
      'The ten rows; salt and hash cut to their first characters',
      `select selector, split_part(code_hash, '$', 2) as algorithm, split_part(code_hash, '$', 4) as cost,
         left(split_part(code_hash, '$', 5), 6) || '…' as salt, left(split_part(code_hash, '$', 6), 6) || '…' as hash, used_at
       from backup_codes where user_id = $1 order by selector`,
      [person.id],
    );
    const rows = await context.rows(
      'select selector, code_hash from backup_codes where user_id = $1',
      [person.id],
    );
    const hashes = rows.map((row) => String(row['code_hash']));
    context.checkEqual('There are ten hashes', hashes.length, 10);
    const costs = hashes.map((hash) => PHC.exec(hash)?.slice(1, 4).map(Number) ?? [0, 0, 0]);
    context.check(
      'Each hash is Argon2id with at least 19 MiB and two passes, or more memory for one',
      costs.every(
        ([memory = 0, passes = 0]) =>
          memory >= LEAST_MEMORY_KIB && passes >= 1 && memory * passes >= 2 * LEAST_MEMORY_KIB,
      ),
      [...new Set(costs.map(([m, t, p]) => `m=${m},t=${t},p=${p}`))].join('; '),
    );
    context.checkEqual(
      'All ten salts differ',
      new Set(hashes.map((hash) => hash.split('$')[4])).size,
      10,
    );
    const plain = person.backupCodes.map((code) => code.replaceAll('-', ''));
    const text = JSON.stringify(rows).toUpperCase();
    context.check(
      'No row contains a code or the secret part of one',
      plain.every((code) => !text.includes(code) && !text.includes(code.slice(3))),
      `looked for ${plain.length * 2} texts`,
    );
    context.check(
      'A code has at least 64 secret bits',
      plain.every((code) => (code.length - 3) * 5 >= 64),
      '13 characters of 5 bits',
    );
  },
};

import { fixed, sql, type Sql } from '../../platform/db/sql.ts';
import type { FactorProof } from './check-factor.ts';
import { assign, columnsOf } from '../../platform/db/table.ts';
import { users } from '../accounts/tables.ts';
import { backupCodes } from './tables.ts';

const u = columnsOf(users, 'u');
const b = columnsOf(backupCodes, 'b');

/** The columns of `users u` that `unspentFactor` reads from `held`, besides `user_id`. */
export const factorColumns = fixed(sql`${u.two_factor_enabled}, ${u.two_factor_last_step},
  ${u.two_factor_secret_encrypted}`);

/**
 * The body of a CTE with one row (`user_id`) while the code can still be spent, and none after
 * another request spent it. `held` must be a CTE that has locked the user's row and offers
 * `user_id`, `two_factor_enabled`, `two_factor_last_step` and `two_factor_secret_encrypted`: anyone who waits for that lock then sees
 * what the winner wrote.
 */
export function unspentFactor(held: Sql, proof: FactorProof): Sql {
  if (proof.method === 'totp') {
    return sql`
      select ${held}.user_id from ${held}
      where ${held}.two_factor_enabled and ${held}.two_factor_last_step < ${proof.step}::bigint
        and ${held}.two_factor_secret_encrypted = ${proof.sealedSecret}`;
  }
  return sql`
    select ${held}.user_id from ${held} join ${backupCodes} b on ${b.user_id} = ${held}.user_id
    where ${held}.two_factor_enabled and ${b.id} = ${proof.codeId}::uuid and ${b.used_at} is null
    for update of b`;
}

/** The same for somebody who may have no second factor: without one no proof is needed, and with one it is. */
export function unspentIfAny(held: Sql, proof: FactorProof | null): Sql {
  return proof
    ? unspentFactor(held, proof)
    : sql`select ${held}.user_id from ${held} where not ${held}.two_factor_enabled`;
}

/** The body of a CTE that spends the code for the `user_id` of `won`: the step advances or the backup code burns. */
export function spendFactor(won: Sql, proof: FactorProof, at: Date): Sql {
  if (proof.method === 'totp') {
    const used = { two_factor_last_step: proof.step, two_factor_last_used_at: at, updated_at: at };
    return sql`update ${users} set ${assign(users, used)} from ${won} where ${users.id} = ${won}.user_id`;
  }
  return sql`update ${backupCodes} set ${assign(backupCodes, { used_at: at })}
    from ${won} where ${backupCodes.id} = ${proof.codeId}::uuid`;
}

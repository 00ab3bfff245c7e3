import { sql, type Sql } from '../../platform/db/sql.ts';
import type { FactorProof } from './check-factor.ts';

/** The columns of `users u` that `unspentFactor` reads from `held`, besides `user_id`. */
export const factorColumns = sql`u.two_factor_enabled, u.two_factor_last_step,
  u.two_factor_secret_encrypted`;

/**
 * The body of a CTE with one row (`user_id`) while the code can still be spent, and none after
 * another request spent it. `held` must be a CTE that has locked the user's row and offers
 * `user_id`, `two_factor_enabled`, `two_factor_last_step` and `two_factor_secret_encrypted`: whoever waits for that lock then sees
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
    select ${held}.user_id from ${held} join backup_codes b on b.user_id = ${held}.user_id
    where ${held}.two_factor_enabled and b.id = ${proof.codeId}::uuid and b.used_at is null
    for update of b`;
}

/** The same for somebody who may have no second door: without one no proof is needed, and with one it is. */
export function unspentIfAny(held: Sql, proof: FactorProof | null): Sql {
  return proof
    ? unspentFactor(held, proof)
    : sql`select ${held}.user_id from ${held} where not ${held}.two_factor_enabled`;
}

/** The body of a CTE that spends the code for the `user_id` of `won`: the step advances or the backup code burns. */
export function spendFactor(won: Sql, proof: FactorProof, at: Date): Sql {
  const now = at.toISOString();
  if (proof.method === 'totp') {
    return sql`
      update users set two_factor_last_step = ${proof.step}::bigint,
        two_factor_last_used_at = ${now}::timestamptz, updated_at = ${now}::timestamptz
      from ${won} where users.id = ${won}.user_id`;
  }
  return sql`
    update backup_codes set used_at = ${now}::timestamptz
    from ${won} where backup_codes.id = ${proof.codeId}::uuid`;
}

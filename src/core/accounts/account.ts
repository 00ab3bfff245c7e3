import { fixed, sql } from '../../platform/db/sql.ts';
import { columnsOf } from '../../platform/db/table.ts';
import { users } from './tables.ts';

const u = columnsOf(users, 'u');

/** A person with an account, as every signed-in request knows them. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly emailVerifiedAt: Date | null;
  /** E.164. */
  readonly phone: string | null;
  readonly phoneVerifiedAt: Date | null;
  readonly createdAt: Date;
  readonly twoFactor: TwoFactor;
}

/** The authenticator: absent, pending (`sealedSecret` and not `enabled`) or on. */
export interface TwoFactor {
  readonly enabled: boolean;
  readonly sealedSecret: string | null;
  readonly pendingUntil: Date | null;
  readonly enrolledAt: Date | null;
  readonly lastUsedAt: Date | null;
  /** The newest 30-second step a code was accepted for. */
  readonly lastStep: number | null;
}

/** Whether the person proved that the address is theirs; where no mail can be sent nobody can, and all count as such. */
export function isConfirmed(
  { emailVerifiedAt }: Pick<Account, 'emailVerifiedAt'>,
  canMail: boolean,
): boolean {
  return emailVerifiedAt !== null || !canMail;
}

/** The columns of `users as u` that make an Account; names are stable in every statement. */
export const accountColumns = fixed(sql`
  ${u.id} as account_id, ${u.email}, ${u.roles}, ${u.email_verified_at}, ${u.phone_e164}, ${u.phone_verified_at},
  ${u.created_at} as account_created_at, ${u.two_factor_enabled}, ${u.two_factor_secret_encrypted},
  ${u.two_factor_pending_until}, ${u.two_factor_enrolled_at}, ${u.two_factor_last_used_at}, ${u.two_factor_last_step}`);

export interface AccountRow extends Readonly<
  Pick<
    typeof users.$inferSelect,
    | 'email'
    | 'roles'
    | 'email_verified_at'
    | 'phone_e164'
    | 'phone_verified_at'
    | 'two_factor_enabled'
    | 'two_factor_secret_encrypted'
    | 'two_factor_pending_until'
    | 'two_factor_enrolled_at'
    | 'two_factor_last_used_at'
    | 'two_factor_last_step'
  >
> {
  readonly account_id: string;
  readonly account_created_at: Date;
}

export function toAccount(row: AccountRow): Account {
  return {
    id: row.account_id,
    email: row.email,
    roles: row.roles,
    emailVerifiedAt: row.email_verified_at,
    phone: row.phone_e164,
    phoneVerifiedAt: row.phone_verified_at,
    createdAt: row.account_created_at,
    twoFactor: {
      enabled: row.two_factor_enabled,
      sealedSecret: row.two_factor_secret_encrypted,
      pendingUntil: row.two_factor_pending_until,
      enrolledAt: row.two_factor_enrolled_at,
      lastUsedAt: row.two_factor_last_used_at,
      lastStep: row.two_factor_last_step === null ? null : Number(row.two_factor_last_step),
    },
  };
}

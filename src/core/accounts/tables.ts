import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core';

import { bigText, time } from '../../platform/db/columns.ts';

/** A person with an account. */
export const users = pgTable('users', {
  id: uuid().notNull(),
  email: text().notNull(),
  password_hash: text().notNull(),
  status: text().notNull().default('active'),
  roles: text().array().notNull().default(['USER']),
  email_verified_at: time(),
  two_factor_enabled: boolean().notNull().default(false),
  two_factor_secret_encrypted: text(),
  two_factor_pending_until: time(),
  two_factor_enrolled_at: time(),
  two_factor_last_used_at: time(),
  two_factor_last_step: bigText(),
  phone_e164: text(),
  phone_verified_at: time(),
  created_at: time().notNull(),
  updated_at: time().notNull(),
  password_changed_at: time().notNull().defaultNow(),
  deletes_at: time(),
  mail_refused: text(),
  mail_refused_at: time(),
});

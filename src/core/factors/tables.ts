import { pgTable, text, uuid } from 'drizzle-orm/pg-core';

import { time } from '../../platform/db/columns.ts';

/** Hashes of one-time codes. */
export const backupCodes = pgTable('backup_codes', {
  id: uuid().notNull().defaultRandom(),
  user_id: uuid().notNull(),
  set_id: uuid().notNull(),
  selector: text().notNull(),
  code_hash: text().notNull(),
  used_at: time(),
  created_at: time().notNull(),
});

/** Resets of a second factor by an administrator. */
export const twoFactorResets = pgTable('two_factor_resets', {
  id: uuid().notNull(),
  user_id: uuid().notNull(),
  requested_by: uuid().notNull(),
  requested_at: time().notNull(),
  due_at: time(),
  settled_at: time(),
  settled_by: uuid(),
  outcome: text(),
});

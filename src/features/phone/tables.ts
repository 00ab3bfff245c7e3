import { pgTable, text, uuid } from 'drizzle-orm/pg-core';

import { time } from '../../platform/db/columns.ts';

/** A code that was sent to a telephone number. */
export const phoneVerifications = pgTable('phone_verifications', {
  user_id: uuid().notNull(),
  phone_e164: text().notNull(),
  code_hash: text().notNull(),
  created_at: time().notNull(),
  expires_at: time().notNull(),
});

import { pgTable, text, uuid } from 'drizzle-orm/pg-core';

import { time } from '../../platform/db/columns.ts';

/** What makes the first administrator. */
export const bootstrapTokens = pgTable('auth_bootstrap_tokens', {
  id: uuid().notNull().defaultRandom(),
  token_hash: text().notNull(),
  created_at: time().notNull(),
  expires_at: time().notNull(),
  consumed_at: time(),
});

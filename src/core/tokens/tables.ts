import { pgTable, text, uuid } from 'drizzle-orm/pg-core';

import { time } from '../../platform/db/columns.ts';

/** What a link in an e-mail is good for, by its hash. */
export const mailTokens = pgTable('auth_mail_tokens', {
  id: uuid().notNull(),
  user_id: uuid(),
  purpose: text().notNull(),
  token_hash: text().notNull(),
  created_at: time().notNull(),
  expires_at: time().notNull(),
  consumed_at: time(),
});

/** Issued after the first factor, spent by the second. */
export const tempTokens = pgTable('auth_temp_tokens', {
  id: uuid().notNull(),
  user_id: uuid().notNull(),
  token_hash: text().notNull(),
  purpose: text().notNull(),
  created_at: time().notNull(),
  expires_at: time().notNull(),
  consumed_at: time(),
  ip: text().notNull(),
  user_agent: text().notNull(),
});

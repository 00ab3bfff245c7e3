import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';

import { time } from '../../platform/db/columns.ts';

/** A signed-in browser. */
export const sessions = pgTable('auth_sessions', {
  id: uuid().notNull(),
  user_id: uuid().notNull(),
  token_hash: text().notNull(),
  rotation: integer().notNull().default(0),
  previous_token_hash: text(),
  previous_valid_until: time(),
  method: text().notNull(),
  created_at: time().notNull(),
  authenticated_at: time().notNull(),
  last_seen_at: time().notNull(),
  expires_at: time().notNull(),
  revoked_at: time(),
  ip: text().notNull(),
  user_agent: text().notNull(),
  device_id: uuid(),
  network: text().notNull().default(''),
  browser: text().notNull().default(''),
  place: text(),
  moved_to: text(),
  moved_at: time(),
  resumed_at: time(),
});

/** Tokens that a session had before, by their hashes. */
export const sessionTokens = pgTable('auth_session_tokens', {
  token_hash: text().notNull(),
  session_id: uuid().notNull(),
  replaced_at: time().notNull(),
});

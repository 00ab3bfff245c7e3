import { pgTable, text, uuid } from 'drizzle-orm/pg-core';

import { time } from '../../platform/db/columns.ts';

/** A browser that signed in to an account. */
export const devices = pgTable('auth_devices', {
  id: uuid().notNull(),
  user_id: uuid().notNull(),
  created_at: time().notNull(),
  last_seen_at: time().notNull(),
  expires_at: time().notNull(),
  revoked_at: time(),
  ip: text().notNull(),
  user_agent: text().notNull(),
  place: text(),
  trust_hash: text(),
  trusted_until: time(),
});

/** Secrets that a trusted browser had before, by their hashes. */
export const trustTokens = pgTable('auth_trust_tokens', {
  token_hash: text().notNull(),
  device_id: uuid().notNull(),
  user_id: uuid().notNull(),
  replaced_at: time().notNull(),
});

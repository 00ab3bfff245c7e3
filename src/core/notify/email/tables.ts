import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';

import { time } from '../../../platform/db/columns.ts';

/** E-mails to send, and what became of them. */
export const mailOutbox = pgTable('mail_outbox', {
  id: uuid().notNull(),
  kind: text().notNull(),
  user_id: uuid(),
  to_address: text().notNull(),
  facts: jsonb().notNull().default({}),
  token_id: uuid(),
  state: text().notNull().default('queued'),
  attempts: integer().notNull().default(0),
  next_attempt_at: time().notNull(),
  leased_until: time(),
  expires_at: time().notNull(),
  error_code: text(),
  trace_id: text().notNull(),
  created_at: time().notNull(),
  sent_at: time(),
  provider_ref: text(),
  delivery: text(),
  delivery_at: time(),
  locale: text(),
});

/** When e-mails of a kind went to an address, for the bound on them. */
export const mailRecent = pgTable('mail_recent', {
  to_address: text().notNull(),
  kind: text().notNull(),
  placed_at: time().array().notNull(),
  newest_at: time().notNull(),
});

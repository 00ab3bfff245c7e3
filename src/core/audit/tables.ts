import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';

import { bigText, bytes, time } from '../../platform/db/columns.ts';
import { raw } from '../../platform/db/sql.ts';

/** What happened. `seq` is given by the database. */
export const auditLogs = pgTable('security_audit_logs', {
  id: uuid().notNull(),
  seq: bigText().notNull().generatedAlwaysAs(raw('next')),
  occurred_at: time().notNull(),
  action: text().notNull(),
  outcome: text().notNull(),
  actor_type: text().notNull(),
  actor_id: uuid(),
  target_type: text(),
  target_id: uuid(),
  ip: text().notNull(),
  user_agent: text().notNull(),
  trace_id: text().notNull(),
  metadata: jsonb().notNull().default({}),
  details_salt: bytes(),
});

/** The chain over the rows of the trail. */
export const auditSeals = pgTable('security_audit_seals', {
  seq: bigText().notNull(),
  log_id: uuid().notNull(),
  log_occurred_at: time().notNull(),
  canonical: text(),
  previous_hash: bytes().notNull(),
  hash: bytes().notNull(),
});

/** A view: rows with their seals. */
export const auditTrail = pgTable('security_audit_trail', {
  seq: bigText(),
  id: uuid(),
  row_seq: bigText(),
  occurred_at: time(),
  action: text(),
  outcome: text(),
  actor_type: text(),
  actor_id: uuid(),
  target_type: text(),
  target_id: uuid(),
  ip: text(),
  user_agent: text(),
  trace_id: text(),
  metadata: jsonb(),
  previous_hash: text(),
  hash: text(),
});

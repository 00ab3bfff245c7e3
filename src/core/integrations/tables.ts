import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';

import { time } from '../../platform/db/columns.ts';

/** Calls to outside providers. */
export const usageEvents = pgTable('integration_usage_events', {
  id: uuid().notNull(),
  provider: text().notNull(),
  operation: text().notNull(),
  kind: text().notNull(),
  status: text().notNull().default('PENDING'),
  trace_id: text().notNull(),
  latency_ms: integer(),
  http_status: integer(),
  error_code: text(),
  provider_ref: text(),
  delivery_status: text(),
  user_id: uuid(),
  created_at: time().notNull(),
  finished_at: time(),
});

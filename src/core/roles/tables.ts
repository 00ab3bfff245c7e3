import { pgTable, text, uuid } from 'drizzle-orm/pg-core';

import { time } from '../../platform/db/columns.ts';

/** Who gave whom which role. */
export const roleGrants = pgTable('role_grants', {
  user_id: uuid().notNull(),
  role: text().notNull(),
  granted_by: uuid().notNull(),
  granted_at: time().notNull(),
});

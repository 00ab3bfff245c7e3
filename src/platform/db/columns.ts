import { customType, timestamp } from 'drizzle-orm/pg-core';

/** `timestamptz`: a Date. */
export const time = () => timestamp({ withTimezone: true });

/** `bigint`: text, because a number would lose its last digits. */
export const bigText = customType<{ data: string }>({ dataType: () => 'bigint' });

export const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

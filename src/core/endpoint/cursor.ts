import { decodeBase64Url, encodeBase64Url } from '../../platform/crypto/encoding.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';

/** The last row of a page: its id, and the value it is sorted by as the page showed it. */
export interface Cursor {
  readonly id: string;
  /** Null when only the id was sent: then the row's value of now is taken. */
  readonly key: string | null;
}

/** A key of a list by time: microseconds since 1970. */
export const TIME_KEY = /^\d{1,16}$/;

export function writeCursor({ id, key }: Cursor): string {
  return key === null ? id : `${id}.${encodeBase64Url(new TextEncoder().encode(key))}`;
}

/** What `cursorField` let through. A key that is none of that list's is left out. */
export function readCursor(text: string, shape: RegExp): Cursor {
  const [id = '', encoded = ''] = text.split('.');
  const bytes = decodeBase64Url(encoded);
  const key = new TextDecoder().decode(bytes ?? new Uint8Array());
  return { id, key: shape.test(key) ? key : null };
}

/** A time as the key of a cursor; every microsecond of it, so that nobody falls between two pages. */
export function toTimeKey(time: Sql): Sql {
  return sql`(extract(epoch from ${time}) * 1000000)::bigint::text`;
}

/** The time behind such a key. */
export function fromTimeKey(key: string): Sql {
  return sql`('epoch'::timestamptz + ${key}::bigint * interval '1 microsecond')`;
}

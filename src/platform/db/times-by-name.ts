const TIME = /_(at|until)$/;

/**
 * For `JSON.parse` of a row that PostgreSQL made one JSON value of: what is called `…_at` or `…_until` is a time
 * (`timestamptz`), everything else is as JSON has it. Names decide and never values, which a client may have chosen.
 */
export function timesByName(name: string, value: unknown): unknown {
  return typeof value === 'string' && TIME.test(name) ? new Date(value) : value;
}

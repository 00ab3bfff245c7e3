/** The shapes of Neon's `POST /sql`: what the driver sends and what it expects back. */
import * as z from 'zod/mini';

const querySchema = z.object({
  query: z.string(),
  params: z.optional(z.array(z.unknown())),
  arrayMode: z.optional(z.boolean()),
});
const bodySchema = z.union([z.object({ queries: z.array(querySchema) }), querySchema]);

export type WireQuery = z.infer<typeof querySchema>;
export type WireBody = z.infer<typeof bodySchema>;
export type RawResult = {
  fields: { name: string; dataTypeID: number }[];
  rows: (string | null)[][];
  command: string | null;
  rowCount: number | null;
};

/** A request that never reaches PostgreSQL; the driver shows the message as the database's own. */
export class BadRequest extends Error {}

const ERROR_FIELDS =
  'severity code detail hint position internalPosition internalQuery where schema table column dataType constraint file line routine'.split(
    ' ',
  );

const ISOLATION: Record<string, string> = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
};

/** Throws BadRequest when the body is not what the driver would send. */
export function parseBody(text: string): WireBody {
  try {
    return bodySchema.parse(JSON.parse(text));
  } catch {
    throw new BadRequest('could not parse the HTTP request body');
  }
}

/** The statement that opens a batch, from the driver's `neon-batch-*` headers. */
export function beginStatement(header: (name: string) => string | undefined): string {
  const level = header('neon-batch-isolation-level');
  const isolation = level === undefined ? '' : ISOLATION[level];
  if (isolation === undefined) {
    throw new BadRequest('invalid isolation level');
  }
  const parts = ['START TRANSACTION'];
  if (isolation !== '') {
    parts.push(`ISOLATION LEVEL ${isolation}`);
  }
  if (header('neon-batch-read-only') === 'true') {
    parts.push('READ ONLY');
  }
  if (header('neon-batch-deferrable') === 'true') {
    parts.push('DEFERRABLE');
  }
  return parts.join(' ');
}

/** A JSON parameter as PostgreSQL's text: Neon's proxy leaves strings alone and prints everything else. */
export function toPostgresText(value: unknown): string | null {
  if (value === null || value === undefined) {
    return null;
  }
  if (typeof value === 'string') {
    return value;
  }
  return Array.isArray(value) ? arrayLiteral(value) : JSON.stringify(value);
}

function arrayLiteral(value: unknown): string {
  if (value === null) {
    return 'NULL';
  }
  if (Array.isArray(value)) {
    return `{${value.map(arrayLiteral).join(',')}}`;
  }
  return JSON.stringify(typeof value === 'object' ? JSON.stringify(value) : value);
}

/** A result as Neon sends it: every value is PostgreSQL's own text and the driver parses it. */
export function toWireResult({ fields, rows, command, rowCount }: RawResult, rowAsArray: boolean) {
  return {
    fields: fields.map((field) => ({ ...field, format: 'text' })),
    rows: rowAsArray ? rows : rows.map((row) => byName(fields, row)),
    command: command ?? '',
    rowCount,
    rowAsArray,
  };
}

function byName(fields: RawResult['fields'], row: (string | null)[]) {
  return Object.fromEntries(fields.map(({ name }, index) => [name, row[index] ?? null]));
}

/**
 * The status and body for a thrown error. An error PostgreSQL itself reported must be a 400 with its fields, or the
 * driver loses the SQLSTATE; a database that cannot be reached is a 500.
 */
export function toWireError(error: unknown): { status: number; body: Record<string, unknown> } {
  const message = error instanceof Error ? error.message : String(error);
  const fields = Object.fromEntries(ERROR_FIELDS.map((name) => [name, fieldOf(error, name)]));
  const known = error instanceof BadRequest || isSqlState(fields['code']);
  return { status: known ? 400 : 500, body: { message, ...fields } };
}

/** Five capitals or digits, unlike Node's own codes (ECONNREFUSED). */
function isSqlState(code: unknown): boolean {
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
}

function fieldOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? (Reflect.get(error, name) ?? null) : null;
}

import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';

import { useCaseDatabase } from '../support/use-case.ts';

/** The table objects beside the migrated database: what one side has and the other has not is a failure. */
const database = useCaseDatabase();

const files = import.meta.glob<Record<string, unknown>>('../../src/**/tables.ts', { eager: true });
const tables = Object.values(files).flatMap((file) =>
  Object.values(file).filter((one): one is PgTable => is(one, PgTable)),
);

/** A view of the data contract that the Worker may read and does not. */
const UNUSED = ['user_backup_code_hashes'];
/** What the commands of an operator read, with SQL of their own. */
const OPERATORS = ['security_audit_waiting', 'security_audit_archives'];

interface Stored {
  readonly relation: string;
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly is_view: boolean;
}

async function storedColumns(): Promise<Stored[]> {
  return await database.rows<Stored>(
    `select c.relname as relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       a.attnotnull as required, c.relkind = 'v' as is_view
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and not c.relispartition
       and has_any_column_privilege('sallyport_app', c.oid, 'select, insert, update') and c.relname <> all($1)
     order by 1, a.attnum`,
    [[...UNUSED, ...OPERATORS]],
  );
}

const line = (relation: string, name: string, type: string, required: boolean) =>
  `${relation}.${name} ${type}${required ? ' not null' : ''}`;

test('every table and column that the Worker may use has its name, type and nullability in a table object, and no other', async () => {
  const stored = (await storedColumns()).map(({ relation, name, type, required }) =>
    line(relation, name, type, required),
  );
  const written = tables.flatMap((table) =>
    Object.values(getTableColumns(table)).map((column) =>
      line(getTableName(table), column.name, column.getSQLType(), column.notNull),
    ),
  );
  expect(stored.length).toBeGreaterThan(100);
  expect(written.toSorted()).toEqual(stored.toSorted());
});

test('a column has the same name in code and in the database', () => {
  const renamed = tables.flatMap((table) =>
    Object.entries(getTableColumns(table)).filter(([key, { name }]) => key !== name),
  );
  expect(renamed).toEqual([]);
});

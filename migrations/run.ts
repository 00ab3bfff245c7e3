/** Moves a database's schema forward and back: `npm run db:migrate [-- --down | --to NNNN | --list]`. */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { NeonDbError } from '@neondatabase/serverless';
import { planSteps, type Goal } from './migration-plan.ts';
import { rewriteAddresses, type Rewritten } from './canonical-addresses.ts';
import { readMigrations, readWayBack, type Migration } from './migration-files.ts';
import { connectAsOwner, type Run } from './owner.ts';
import { ALREADY_DONE, applyStatement, CHANGED, revertStatement } from './migration-statement.ts';

export type MigrateOptions = Goal & {
  /** The owner's connection string; the statements go over HTTP, as the Worker's do. */
  databaseUrl: string;
  /** The folder with the SQL files; this one when left out. */
  directory?: string;
};

/**
 * Applies or reverts migrations and returns the versions it moved itself; what another run moved meanwhile is not
 * among them. Each file is one statement: it happens whole or not at all. Throws an Error that names the file.
 */
export async function migrate(
  options: MigrateOptions,
): Promise<{ applied: string[]; reverted: string[] }> {
  const { directory = import.meta.dirname } = options;
  const run = connectAsOwner(options.databaseUrl);
  const migrations = readMigrations(directory);
  const done = await appliedVersions(run);
  refuseSurprises(migrations, done);

  const { forward, back } = planSteps(migrations, done, options);
  const applied: string[] = [];
  const reverted: string[] = [];
  for (const migration of forward) {
    if (await attempt(run, migration.file, applyStatement(migration))) {
      applied.push(migration.version);
    }
  }
  for (const migration of back) {
    const statement = revertStatement(migration, readWayBack(directory, migration));
    if (await attempt(run, `down/${migration.file}`, statement)) {
      reverted.push(migration.version);
    }
  }
  return { applied, reverted };
}

/** Version → SHA-256 of the text that was applied; empty on a new database. */
async function appliedVersions(run: Run): Promise<Map<string, string>> {
  try {
    const rows = await run('SELECT version, sha256 FROM public.schema_migrations');
    return new Map(rows.map((row) => [String(row['version']), String(row['sha256'])]));
  } catch (error) {
    if (sqlState(error) === '42P01') {
      return new Map(); // undefined_table: nothing was ever applied
    }
    throw error;
  }
}

function refuseSurprises(migrations: Migration[], done: Map<string, string>) {
  for (const [version, sha256] of done) {
    const migration = migrations.find((candidate) => candidate.version === version);
    if (!migration) {
      throw new Error(`The database has migration ${version}, which is not in this folder.`);
    }
    if (migration.sha256 !== sha256) {
      throw new Error(changed(migration.file));
    }
  }
}

const changed = (file: string) =>
  `${file} was changed after it was applied. Restore it and put the change into a new migration.`;

/** False when another run had done it already. */
async function attempt(run: Run, file: string, statement: string): Promise<boolean> {
  try {
    await run(statement);
    return true;
  } catch (error) {
    const state = sqlState(error);
    if (state === ALREADY_DONE) {
      return false;
    }
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(state === CHANGED ? changed(file) : `${file}: ${message}${where(error)}`, {
      cause: error,
    });
  }
}

const sqlState = (error: unknown) => (error instanceof NeonDbError ? error.code : undefined);

/** The SQLSTATE and, where PostgreSQL gives a place inside the file's text, the line. */
function where(error: unknown): string {
  if (!(error instanceof NeonDbError) || error.code === undefined) {
    return '';
  }
  const { internalPosition, internalQuery, code } = error;
  if (internalPosition === undefined || internalQuery === undefined) {
    return ` (SQLSTATE ${code})`;
  }
  const line = internalQuery.slice(0, Number(internalPosition)).split('\n').length;
  return ` (SQLSTATE ${code}, line ${line})`;
}

/** Nothing where there was nothing to do. */
function reportOf({ changed: count, duplicates }: Rewritten): string {
  const lines = duplicates.map(
    ({ id, email }) =>
      `Left alone: account ${id} (${email}) shares its mailbox with another account. Decide which one stays.\n`,
  );
  return `${count > 0 ? `Addresses rewritten: ${count}.\n` : ''}${lines.join('')}`;
}

/** Forward to the newest step, not to a certain one. */
function isWholeWay({ down, to }: { readonly down: boolean; readonly to?: string | undefined }) {
  return !down && to === undefined;
}

async function rewriteAndReport(databaseUrl: string) {
  process.stdout.write(reportOf(await rewriteAddresses(connectAsOwner(databaseUrl))));
}

async function main() {
  const { values } = parseArgs({
    options: {
      down: { type: 'boolean', default: false },
      to: { type: 'string' },
      list: { type: 'boolean', default: false },
    },
  });
  const databaseUrl = process.env['DATABASE_URL'];
  if (databaseUrl === undefined || databaseUrl === '') {
    throw new Error("DATABASE_URL is not set: it must be the owner's connection string.");
  }
  if (values.list) {
    const done = await appliedVersions(connectAsOwner(databaseUrl));
    const lines = readMigrations(import.meta.dirname).map(
      ({ version, file }) => `${done.has(version) ? 'applied' : 'missing'}  ${file}\n`,
    );
    process.stdout.write(lines.join(''));
    return;
  }
  const { applied, reverted } = await migrate({
    databaseUrl,
    ...(values.down && { direction: 'down' as const }),
    ...(values.to !== undefined && { to: values.to }),
  });
  process.stdout.write(
    applied.length + reverted.length === 0
      ? 'Nothing to do.\n'
      : `Applied: ${applied.join(', ') || 'none'}. Reverted: ${reverted.join(', ') || 'none'}.\n`,
  );
  if (isWholeWay(values)) {
    await rewriteAndReport(databaseUrl);
  }
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}

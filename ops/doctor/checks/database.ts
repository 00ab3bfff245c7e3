import { DatabaseProblem } from '../database.ts';
import { onDatabase, onOwner } from '../check.ts';
import { blocker, ok } from '../finding.ts';
import { MIGRATE, setVariable } from '../fix.ts';
import { readMigrations } from '../../../migrations/migration-files.ts';

/** An identity column on a partitioned table came with it (migrations/0015). */
const LEAST_VERSION = 17;

export const reachable = onDatabase({
  id: 'database',
  looksAt: "whether the database answers over HTTP as the Worker's role",
  async examine(database, context) {
    try {
      await database.query('select 1');
      return ok(`The database answers: ${database.place}.`);
    } catch (error) {
      if (error instanceof DatabaseProblem) {
        return blocker(
          `${error.message} It was asked as ${database.place}.`,
          setVariable('DATABASE_URL', context),
        );
      }
      throw error;
    }
  },
});

export const postgresVersion = onDatabase({
  id: 'postgres-version',
  looksAt: `PostgreSQL ${LEAST_VERSION} or newer`,
  async examine(database) {
    const [row] = await database.query(
      "select current_setting('server_version_num')::int / 10000 as version",
    );
    const version = Number(row?.['version']);
    return version >= LEAST_VERSION
      ? ok(`PostgreSQL ${version}.`)
      : blocker(
          `PostgreSQL ${version} is too old: the audit trail's partitions need ${LEAST_VERSION}.`,
          `neonctl projects create --pg-version ${LEAST_VERSION}`,
        );
  },
});

/** The files of this folder against what the database says was applied. `directory` is another one in tests. */
export function migrationsIn(directory: string) {
  return onOwner({
    id: 'migrations',
    looksAt: 'the files in migrations/ against what was applied',
    async examine(owner) {
      const files = readMigrations(directory);
      const [table] = await owner.query(
        "select to_regclass('public.schema_migrations') is not null as exists",
      );
      const rows = table?.['exists']
        ? await owner.query('select version, sha256 from public.schema_migrations')
        : [];
      const done = new Map(rows.map((row) => [String(row['version']), String(row['sha256'])]));
      const missing = files.filter(({ version }) => !done.has(version));
      if (missing.length > 0) {
        return blocker(`Not applied: ${missing.map(({ file }) => file).join(', ')}.`, MIGRATE);
      }
      const changed = files.filter(({ version, sha256 }) => done.get(version) !== sha256);
      if (changed.length > 0) {
        const names = changed.map(({ file }) => `migrations/${file}`);
        return blocker(
          `Changed after it was applied: ${names.join(', ')}.`,
          `git checkout -- ${names.join(' ')}`,
        );
      }
      const foreign = [...done.keys()].filter(
        (version) => !files.some((file) => file.version === version),
      );
      return foreign.length > 0
        ? blocker(
            `The database is ahead: it has migration ${foreign.join(', ')}, which this folder lacks.`,
            'git pull',
          )
        : ok(`All ${files.length} migrations are applied, each as it stands here.`);
    },
  });
}

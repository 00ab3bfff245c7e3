import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One step of the schema: `NNNN_verb_object.sql` and the way back under `down/`. */
export type Migration = {
  version: string;
  name: string;
  file: string;
  text: string;
  sha256: string;
};

const FILE_NAME = /^(\d{4})_[a-z0-9]+(?:_[a-z0-9]+)+\.sql$/;

/**
 * The folder's migrations in the order of their numbers. Throws an Error naming the file when a name is not
 * `NNNN_verb_object.sql`, a number is used twice or a way back is missing.
 */
export function readMigrations(directory: string): Migration[] {
  const files = readdirSync(directory).filter((file) => file.endsWith('.sql'));
  const migrations = files.toSorted().map((file) => readMigration(directory, file));
  for (const [index, migration] of migrations.entries()) {
    if (migrations[index + 1]?.version === migration.version) {
      throw new Error(`Two migrations have the number ${migration.version}.`);
    }
  }
  return migrations;
}

/** The text that undoes a migration. */
export function readWayBack(directory: string, migration: Migration): string {
  return readFileSync(join(directory, 'down', migration.file), 'utf8');
}

function readMigration(directory: string, file: string): Migration {
  const version = FILE_NAME.exec(file)?.[1];
  if (version === undefined) {
    throw new Error(`${file} is not named NNNN_verb_object.sql.`);
  }
  if (!existsSync(join(directory, 'down', file))) {
    throw new Error(`${file} has no way back: down/${file} is missing.`);
  }
  const text = readFileSync(join(directory, file), 'utf8');
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { version, name: file.slice(5, -4), file, text, sha256 };
}

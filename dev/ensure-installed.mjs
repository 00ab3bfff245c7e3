/**
 * Installs the packages when they are missing or not those of package-lock.json. Runs before node_modules exists, under
 * the system's own Node, so it uses nothing but Node 20.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

const OLDEST_NODE = 20;
const project = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const lockFile = join(project, 'package-lock.json');
const stampFile = join(project, 'node_modules/.sallyport-lock');

function main() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    return fail(`Sallyport needs Node ${OLDEST_NODE} or newer; this is ${process.version}.`);
  }
  const lock = readFileSync(lockFile, 'utf8');
  const wanted = createHash('sha256').update(lock).digest('hex');
  if (readStamp() === wanted) {
    return;
  }
  // No stamp: somebody ran npm by hand. A stamp of another lock file is always a reason to install.
  if (readStamp() !== null || !holdsEverything(lock)) {
    process.stdout.write('Installing the packages of package-lock.json …\n');
    if (!install()) {
      return fail('npm ci failed: see its messages above.');
    }
  }
  writeFileSync(stampFile, wanted);
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8').trim() : null;
}

/** Compares the lock file with npm's own note of what it put into node_modules, and that with the disk. */
function holdsEverything(lock) {
  const note = join(project, 'node_modules/.package-lock.json');
  if (!existsSync(note)) {
    return false;
  }
  const installed = JSON.parse(readFileSync(note, 'utf8')).packages ?? {};
  return Object.entries(JSON.parse(lock).packages ?? {}).every(
    ([path, { version, optional }]) =>
      path === '' ||
      // Packages for other machines are optional and rightly absent.
      (optional === true && installed[path] === undefined) ||
      (installed[path]?.version === version && existsSync(join(project, path, 'package.json'))),
  );
}

/** With our own node_modules/.bin off the PATH: npm must not run on the Node it is about to replace. */
function install() {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes(join('node_modules', '.bin')))
    .join(delimiter);
  const { status } = spawnSync('npm', ['ci'], {
    cwd: project,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
    shell: process.platform === 'win32',
  });
  return status === 0;
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

main();

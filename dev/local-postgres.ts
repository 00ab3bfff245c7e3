import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './ports.ts';
import { preparePostgresHome, type PostgresHome } from './postgres-home.ts';
import { commandLine, identify, isRunning } from './process-identity.ts';

export type LocalPostgres = {
  port: number;
  pid: number;
  /** A direct connection string; without arguments, the superuser's on the database `postgres`. */
  url(database?: string, role?: string): string;
  /** Resolves with its exit code or signal once the server is gone, no matter what ended it. */
  ended: Promise<string>;
  stop(): Promise<void>;
};

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=400',
  'shared_buffers=64MB',
  'timezone=UTC',
  'log_timezone=UTC',
  // The data of one machine's trial: it outlives every process, not a power cut.
  'fsync=off',
  'full_page_writes=off',
];
const ENVIRONMENT = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 5000;
const ATTEMPTS = 50;
/** Both pass by themselves: a port taken in between, and the last processes of a server that was killed. */
const PASSING = /could not bind|pre-existing shared memory block/;

/**
 * A real PostgreSQL on loopback whose data lives in `directory`. A server that a killed run left on the same data is
 * ended first. Throws an Error with the server's own words when it does not start.
 */
export async function startPostgres(options: {
  directory: string;
  port?: number;
}): Promise<LocalPostgres> {
  const home = preparePostgresHome(options.directory);
  const data = join(home.directory, 'data');
  await endLeftover(data);
  createData(home, data);

  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const server = launch(home, data, port);
    const problem = await untilReady(server, data);
    if (problem === null && server.pid !== undefined) {
      return describe(server, server.pid, port);
    }
    await stop(server);
    const log = readFileSync(logOf(home), 'utf8');
    if (attempt === ATTEMPTS || !PASSING.test(log)) {
      throw new Error(`PostgreSQL did not start: ${problem}\n${log.slice(-2000)}`);
    }
    await sleep(200);
  }
}

/** Direct connection strings of the server on that port; without arguments the superuser's. */
export function urlOf(port: number): LocalPostgres['url'] {
  return (database = 'postgres', role = 'postgres') =>
    `postgresql://${role}@127.0.0.1:${port}/${database}`;
}

function describe(server: ChildProcess, pid: number, port: number): LocalPostgres {
  const atExit = () => void server.kill('SIGINT');
  process.once('exit', atExit);
  const ended = untilEnded(server).finally(() => process.removeListener('exit', atExit));
  return {
    ended,
    port,
    pid,
    url: urlOf(port),
    async stop() {
      process.removeListener('exit', atExit);
      await stop(server);
    },
  };
}

async function untilEnded(server: ChildProcess): Promise<string> {
  if (!hasEnded(server)) {
    await once(server, 'exit');
  }
  return String(server.exitCode ?? server.signalCode);
}

/** Made under another name first: what initdb leaves when it is cut short must not look like a database. */
function createData(home: PostgresHome, data: string) {
  if (existsSync(join(data, 'PG_VERSION'))) {
    return;
  }
  const unfinished = `${data}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
  const program = join(home.binaries, 'initdb');
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const quick = ['--no-sync', '--no-instructions'];
  execFileSync(
    program,
    ['-D', unfinished, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', ...locale, ...quick],
    { ...home.runAs, env: ENVIRONMENT, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  renameSync(unfinished, data);
}

function launch(home: PostgresHome, data: string, port: number): ChildProcess {
  // A file, not a pipe: the server must be able to say its last words when we are gone.
  const log = openSync(logOf(home), 'w', 0o600);
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  const server = spawn(
    join(home.binaries, 'postgres'),
    ['-D', data, '-p', String(port), ...settings],
    // In a session of its own: Ctrl-C is for us, who stop it after the Worker.
    { ...home.runAs, env: ENVIRONMENT, cwd: '/', stdio: ['ignore', log, log], detached: true },
  );
  server.on('error', () => {}); // seen by untilReady as a server without a pid
  closeSync(log);
  return server;
}

const logOf = (home: PostgresHome) => join(home.directory, 'postgres.log');

/** Null when the server takes connections, else what is wrong. */
async function untilReady(server: ChildProcess, data: string): Promise<string | null> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (server.pid === undefined) {
      return 'its program could not be run';
    }
    if (hasEnded(server)) {
      return `it ended with ${server.exitCode ?? server.signalCode}`;
    }
    const status = pidFile(data);
    if (status.pid === server.pid && status.state === 'ready') {
      return null;
    }
    await sleep(10);
  }
  return `it was not ready within ${READY_WITHIN_MS} ms`;
}

async function endLeftover(data: string) {
  const { pid } = pidFile(data);
  if (pid === null) {
    return;
  }
  const leftover = identify(pid);
  // A pid is handed out again: only a server on this very data is ended.
  if (leftover?.name === 'postgres' && commandLine(pid).includes(data)) {
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
      const deadline = Date.now() + STOP_WITHIN_MS;
      process.kill(pid, signal);
      while (Date.now() < deadline && isRunning(leftover)) {
        await sleep(25);
      }
      if (!isRunning(leftover)) {
        break;
      }
    }
  }
  rmSync(join(data, 'postmaster.pid'), { force: true });
}

/** Line 1 of postmaster.pid is the server's pid, line 8 its state. */
function pidFile(data: string): { pid: number | null; state: string } {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), state: (lines[7] ?? '').trim() };
  } catch {
    return { pid: null, state: '' };
  }
}

const hasEnded = (server: ChildProcess) =>
  server.pid === undefined || server.exitCode !== null || server.signalCode !== null;

/** SIGINT is PostgreSQL's fast shutdown: connections are cut, data is whole. */
async function stop(server: ChildProcess) {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    const deadline = Date.now() + STOP_WITHIN_MS;
    server.kill(signal);
    while (Date.now() < deadline && !hasEnded(server)) {
      await sleep(10);
    }
    if (hasEnded(server)) {
      return;
    }
  }
}

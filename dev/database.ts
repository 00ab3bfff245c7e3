import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../migrations/run.ts';
import { startLastingPostgres } from './lasting-postgres.ts';
import type { LocalPostgres } from './local-postgres.ts';
import { startNeonHttp, type NeonHttp } from './neon-http.ts';
import { startWatchdog, type Watchdog } from './start-watchdog.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

export type LocalDatabase = {
  postgres: LocalPostgres;
  /** The stand-in: counters and faults. */
  neonHttp: NeonHttp;
  /** The owner, straight to PostgreSQL: for test set-up and for looking at the data. */
  ownerUrl: string;
  /** The owner over HTTP, for the Neon driver: what migrations use. */
  neonUrl: string;
  /** The Worker's own role over HTTP: what DATABASE_URL is on the local stack. */
  appDatabaseUrl: string;
  /** Ends our processes when we are killed; told about more of them by whoever starts more. */
  watchdog: Watchdog;
  stop(): Promise<void>;
};

const DATABASE = 'sallyport';
const OWNER = 'sallyport_owner';
const APP = 'sallyport_app';
/** Made by the migrations together with its grants; the app role is only a member. */
const APP_GRANTS = 'sallyport_worker';

/**
 * A migrated database as the Worker sees it: PostgreSQL, the Neon stand-in before it, an owner who is not superuser
 * and the Worker's role who owns nothing. Data is kept in `directory`; without one it is gone after `stop()`.
 * `migrations` is another folder with SQL files, or null for an empty database. A PostgreSQL that dies is started again,
 * and `tell` is given a sentence about it.
 */
export async function startDatabase(
  options: {
    directory?: string;
    migrations?: string | null;
    tell?: ((sentence: string) => void) | undefined;
  } = {},
): Promise<LocalDatabase> {
  await using started = new AsyncDisposableStack();
  const watchdog = startWatchdog();
  started.defer(() => watchdog.stop());
  const directory = options.directory ?? temporaryFolder(started, watchdog);

  const postgres = await startLastingPostgres({
    directory,
    onStart: (pid) => watchdog.watchProcess(pid, 'SIGINT'),
    tell: options.tell ?? (() => {}),
  });
  started.defer(async () => await postgres.stop());
  const neonHttp = await startNeonHttp({ host: '127.0.0.1', port: postgres.port });
  started.defer(async () => await neonHttp.stop());

  const overHttp = (role: string) =>
    `postgresql://${role}:local@127.0.0.1:${neonHttp.port}/${DATABASE}`;
  await asSuperuser(postgres, createOwner);
  if (options.migrations !== null) {
    const folder = options.migrations === undefined ? {} : { directory: options.migrations };
    await migrate({ databaseUrl: overHttp(OWNER), ...folder });
  }
  await asSuperuser(postgres, createApp);
  neonHttp.reset();

  const running = started.move();
  return {
    postgres,
    neonHttp,
    watchdog,
    ownerUrl: postgres.url(DATABASE, OWNER),
    neonUrl: overHttp(OWNER),
    appDatabaseUrl: overHttp(APP),
    stop: async () => await running.disposeAsync(),
  };
}

function temporaryFolder(started: AsyncDisposableStack, watchdog: Watchdog): string {
  const folder = makeTemporaryFolder('database');
  started.defer(() => rmSync(folder, { recursive: true, force: true }));
  watchdog.watchFolder(folder);
  return join(folder, 'postgres');
}

async function asSuperuser(postgres: LocalPostgres, task: (client: Client) => Promise<void>) {
  const client = new Client({ connectionString: postgres.url() });
  client.on('error', () => {}); // it lost its server: the next query says so
  await client.connect();
  try {
    await task(client);
  } finally {
    await client.end();
  }
}

async function createOwner(client: Client) {
  if (!(await hasRole(client, OWNER))) {
    await client.query(`CREATE ROLE ${OWNER} LOGIN CREATEROLE`);
  }
  const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
  if (found.rowCount === 0) {
    await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`);
  }
}

async function createApp(client: Client) {
  if (!(await hasRole(client, APP))) {
    await client.query(`CREATE ROLE ${APP} LOGIN`);
  }
  if (await hasRole(client, APP_GRANTS)) {
    await client.query(`GRANT ${APP_GRANTS} TO ${APP}`);
  }
}

async function hasRole(client: Client, role: string): Promise<boolean> {
  const found = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  return found.rowCount === 1;
}

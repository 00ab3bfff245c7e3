import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../migrations/run.ts';
import { startLastingPostgres } from './lasting-postgres.ts';
import { urlOf, type LocalPostgres } from './local-postgres.ts';
import { startNeonHttp, type NeonHttp } from './neon-http.ts';
import { startWatchdog, type Watchdog } from './start-watchdog.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** A running PostgreSQL that somebody else stops, with a migrated database that nobody is connected to. */
export type TemplateServer = { port: number; pid: number };

export type LocalDatabase = {
  postgres: Omit<LocalPostgres, 'ended'>;
  /** The stand-in: counters and faults. */
  neonHttp: NeonHttp;
  /** The owner, straight to PostgreSQL: for test set-up and for looking at the data. */
  ownerUrl: string;
  /** The owner over HTTP, for the Neon driver: what migrations use. */
  neonUrl: string;
  /** The Worker's own role over HTTP: what DATABASE_URL is on the local stack. */
  appDatabaseUrl: string;
  /** Ends our processes when we are killed; told about more of them by the code that starts more. */
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

  const overHttp = overHttpOf(neonHttp, DATABASE);
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

/**
 * A server for copies of one migrated database: PostgreSQL alone, with nobody connected to what is copied.
 * Its data is gone after `stop()`.
 */
export async function startTemplate(): Promise<TemplateServer & { stop(): Promise<void> }> {
  const database = await startDatabase();
  await database.neonHttp.stop();
  const { port, pid } = database.postgres;
  return { port, pid, stop: async () => await database.stop() };
}

/**
 * The same as `startDatabase` on a server that runs already: a copy of its migrated database under `name`, made in
 * milliseconds and kept until the server's data goes; a copy that is there is opened again. `stop()` leaves the server running.
 */
export async function copyDatabase(
  { port, pid }: TemplateServer,
  name: string,
): Promise<LocalDatabase> {
  await using started = new AsyncDisposableStack();
  const watchdog = startWatchdog();
  started.defer(() => watchdog.stop());
  const postgres = { port, pid, url: urlOf(port), stop: async () => {} };
  await asSuperuser(postgres, async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) {
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${DATABASE} OWNER ${OWNER}`);
      // What the migrations said of the database itself is not copied with it.
      await client.query(`REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
    }
  });
  const neonHttp = await startNeonHttp({ host: '127.0.0.1', port });
  started.defer(async () => await neonHttp.stop());
  const overHttp = overHttpOf(neonHttp, name);
  const running = started.move();
  return {
    postgres,
    neonHttp,
    watchdog,
    ownerUrl: postgres.url(name, OWNER),
    neonUrl: overHttp(OWNER),
    appDatabaseUrl: overHttp(APP),
    stop: async () => await running.disposeAsync(),
  };
}

function overHttpOf(neonHttp: NeonHttp, database: string) {
  return (role: string) => `postgresql://${role}:local@127.0.0.1:${neonHttp.port}/${database}`;
}

function temporaryFolder(started: AsyncDisposableStack, watchdog: Watchdog): string {
  const folder = makeTemporaryFolder('database');
  started.defer(() => rmSync(folder, { recursive: true, force: true }));
  watchdog.watchFolder(folder);
  return join(folder, 'postgres');
}

async function asSuperuser(
  postgres: Pick<LocalPostgres, 'url'>,
  task: (client: Client) => Promise<void>,
) {
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

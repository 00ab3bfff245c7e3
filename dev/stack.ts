import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import {
  copyDatabase,
  startDatabase,
  type LocalDatabase,
  type TemplateServer,
} from './database.ts';
import { definedOnly, readDevVars, type Vars } from './dev-vars.ts';
import { startMockServices, type MockServices } from './mock-services.ts';
import { freePort, requireFreePort } from './ports.ts';
import { lockLocalDir } from './stack-lock.ts';
import { buildWorker } from './worker-build.ts';
import { startWorker, type RunningWorker, type WorkerOptions } from './worker-runtime.ts';

export type StackOptions = {
  /** 0 picks a free one. */
  port: number;
  /** Data, build, log and stack.json. One running stack per folder. */
  localDir: string;
  /** Wins over everything else; null removes a variable. */
  vars?: Vars;
  /** A folder `buildWorker` made; without one the stack builds its own. */
  built?: string;
  /** A server with a migrated database to copy, instead of a PostgreSQL of the stack's own; the same folder finds the same copy. */
  copyOf?: TemplateServer;
  /** Serves the sources as they are, and every change of them at once, instead of a build. */
  hotReload?: boolean;
  /** False leaves the developer's .dev.vars alone (neither read nor written): a test's values are its own. */
  devVars?: boolean;
  /** False is content with any answer of GET /api/health, for a Worker that is meant to be ill. */
  healthy?: boolean;
  /** Where requests seem to come from: `{ city: 'Lisbon', country: 'PT' }`. Without it the Worker knows no place. */
  cf?: Record<string, unknown>;
  /** Sees every line the Worker logs. */
  onLine?: (line: string) => void;
  /** Given one sentence whenever something died that is started again. */
  tell?: (sentence: string) => void;
};

export type Stack = {
  appUrl: string;
  port: number;
  logFile: string;
  database: LocalDatabase;
  mockServices: MockServices;
  /** Runs the Worker's scheduled work now; it also runs every minute by itself. */
  runScheduled(): Promise<void>;
  stop(): Promise<void>;
};

/** Settings that are stricter in a deployment: here a new person can try everything before they open a mail. */
const tryingOut = Object.freeze({
  SECOND_FACTOR_NEEDS_VERIFIED_EMAIL: 'false',
  METERED_FOR: 'unconfirmed', // no call to a simulator costs anything
});

const SCHEDULED_EVERY_MS = 60_000;
const HEALTHY_WITHIN_MS = 60_000;

/**
 * Starts everything the product needs on this machine, on loopback alone, and writes `stack.json` once it answers.
 * Throws a StartProblem for what the person can put right (a busy port, a folder in use), an Error for the rest;
 * nothing is left running then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const localDir = resolve(options.localDir);
  mkdirSync(localDir, { recursive: true });
  await requireFreePort(options.port);

  await using started = new AsyncDisposableStack();
  const lock = lockLocalDir(localDir);
  started.defer(() => rmSync(lock, { force: true }));
  const { database, built } = await startParts(options, localDir, started);
  database.watchdog.watchFile(lock);
  const port = options.port === 0 ? await freePort() : options.port;
  const appUrl = `http://localhost:${port}`;
  const developers = options.devVars === false ? {} : readDevVars();
  const mockServices = await startMockServices({ appUrl, vars: developers });
  started.defer(async () => await mockServices.stop());

  const worker = await startSources(built, {
    port,
    localDir,
    watchdog: database.watchdog,
    onLine: options.onLine,
    cf: options.cf,
    vars: definedOnly({
      ...tryingOut,
      ...developers,
      ...mockServices.vars, // for none but the providers the developer has no settings for
      DATABASE_URL: database.appDatabaseUrl,
      ...options.vars,
    }),
  });
  started.defer(async () => await worker.stop());
  await untilHealthy(worker.port, options.healthy ?? true);
  database.neonHttp.reset();

  const file = writeStackFile(localDir, placesOf(appUrl, database, mockServices));
  database.watchdog.watchFile(file);
  started.defer(() => rmSync(file, { force: true }));

  const schedule = setInterval(() => {
    worker.runScheduled().catch(() => {}); // a database that is away now is there at the next turn
  }, SCHEDULED_EVERY_MS);
  started.defer(() => clearInterval(schedule));

  const running = started.move();
  return {
    appUrl,
    port: worker.port,
    logFile: join(localDir, 'worker.log'),
    database,
    mockServices,
    runScheduled: async () => await worker.runScheduled(),
    stop: async () => await running.disposeAsync(),
  };
}

/** The database and the build take about as long as each other: side by side, and both settled before going on. */
async function startParts(
  options: StackOptions,
  localDir: string,
  started: AsyncDisposableStack,
): Promise<{ database: LocalDatabase; built: string | null }> {
  const [database, built] = await Promise.allSettled([
    options.copyOf
      ? copyDatabase(options.copyOf, `copy_${shortHash(localDir)}`)
      : startDatabase({ directory: join(localDir, 'postgres'), tell: options.tell }),
    options.hotReload ? null : (options.built ?? buildWorker(join(localDir, 'dist'))),
  ]);
  if (database.status === 'rejected') {
    throw database.reason;
  }
  started.defer(async () => await database.value.stop());
  if (built.status === 'rejected') {
    throw built.reason;
  }
  return { database: database.value, built: built.value };
}

async function startSources(built: string | null, options: WorkerOptions): Promise<RunningWorker> {
  if (built !== null) {
    return await startWorker({ ...options, built });
  }
  const { startHotWorker } = await import('./hot-worker.ts'); // vite takes a second to load
  return await startHotWorker(options);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

async function untilHealthy(port: number, healthy: boolean) {
  const deadline = Date.now() + HEALTHY_WITHIN_MS;
  let last = 'nothing';
  while (Date.now() < deadline) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/api/health`);
      last = `${answer.status} ${await answer.text()}`;
      if (answer.status === 200 || !healthy) {
        return;
      }
    } catch (error) {
      last = String(error);
    }
    await sleep(50);
  }
  throw new Error(`GET /api/health did not answer 200 within a minute. Its last answer: ${last}`);
}

/** What stack.json says. */
function placesOf(
  appUrl: string,
  database: LocalDatabase,
  { urls, ...mockServices }: MockServices,
) {
  return {
    app_url: appUrl,
    database_url: database.ownerUrl,
    app_database_url: database.appDatabaseUrl,
    neon_http_url: database.neonHttp.url,
    twilio_url: mockServices.twilioUrl,
    market_data_url: urls.market_data,
    broker_url: urls.broker,
    llm_url: urls.llm,
    news_url: urls.news,
    mail_url: mockServices.mailUrl,
    resend_url: urls.resend,
    turnstile_url: urls.turnstile,
    breached_passwords_url: urls.breached_passwords,
    pid: process.pid,
  };
}

/** Renamed into place, so that a reader of the file never sees half of it. */
function writeStackFile(localDir: string, content: Record<string, string | number | null>): string {
  const file = join(localDir, 'stack.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return file;
}

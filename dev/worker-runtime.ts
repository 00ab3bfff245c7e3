import { createWriteStream, globSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { convertV4MiniflareOptions, Miniflare, NoOpLog } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { childrenNamed } from './process-identity.ts';
import type { Watchdog } from './start-watchdog.ts';

export type RunningWorker = {
  port: number;
  /** What Cloudflare's cron does every few minutes. */
  runScheduled(): Promise<void>;
  stop(): Promise<void>;
};

/** What every Worker of a stack is given. */
export type WorkerOptions = {
  /** 0 picks a free one. */
  port: number;
  vars: Record<string, string>;
  /** Durable Object storage, the log and temporary files go here. */
  localDir: string;
  watchdog: Watchdog;
  /** What `request.cf` is, for every request; without it empty. */
  cf?: Record<string, unknown> | undefined;
  /** Sees every line the Worker logs, beside the log file. */
  onLine?: ((line: string) => void) | undefined;
};

/** Where Miniflare runs a Worker's scheduled handler. */
const SCHEDULED_PATH = '/cdn-cgi/local/scheduled';

/** `built` is the folder `buildWorker` returned. */
type BuiltWorker = WorkerOptions & { built: string };

/**
 * Runs the built Worker in workerd on loopback, its Durable Objects kept in `localDir`. What it is bound to comes from
 * the built wrangler.json alone, so wrangler.toml stays the only truth; the values come from `vars` alone.
 */
export async function startWorker(options: BuiltWorker): Promise<RunningWorker> {
  const log = createWriteStream(join(options.localDir, 'worker.log'), { flags: 'w', mode: 0o600 });
  const temporary = join(options.localDir, 'tmp');
  rmSync(temporary, { recursive: true, force: true }); // of a run that was killed

  const settings = convertV4MiniflareOptions({
    host: '127.0.0.1',
    port: options.port,
    cf: options.cf ?? {}, // false would be a made-up place, nothing a request to Cloudflare
    log: new NoOpLog(),
    logRequests: false,
    unsafeTriggerHandlers: true, // serves SCHEDULED_PATH
    telemetry: { enabled: false },
    resourcePersistencePath: join(options.localDir, 'durable-objects'),
    resourceTmpPath: temporary,
    unsafeHandleRuntimeRestart: () => watchRuntime(options.watchdog),
    handleStructuredLogs({ message }) {
      log.write(`${message}\n`);
      options.onLine?.(message);
    },
    workers: workerOptions(options),
  });
  const miniflare = await withoutItsSignalHandlers(() => new Miniflare(settings));
  const stop = async () => {
    await miniflare.dispose();
    log.end();
    rmSync(temporary, { recursive: true, force: true });
  };
  try {
    const { port } = await miniflare.ready;
    watchRuntime(options.watchdog);
    // Not by `getWorker().scheduled()`: its first call stops this thread until workerd answers, and workerd stops when
    // nobody reads the lines it logs.
    const runScheduled = async () => {
      await miniflare.dispatchFetch(`http://localhost${SCHEDULED_PATH}?cron=*/5+*+*+*+*`);
    };
    return { port: Number(port), runScheduled, stop };
  } catch (error) {
    await stop().catch(() => {}); // the first error is the one to report
    throw error;
  }
}

/** Miniflare ends the process as soon as a signal comes, before the rest is stopped: that is the caller's to decide. */
export async function withoutItsSignalHandlers<T>(create: () => T | Promise<T>): Promise<T> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const created = await create();
  for (const signal of signals) {
    for (const listener of process.listeners(signal).filter((added) => !before.has(added))) {
      process.removeListener(signal, listener);
    }
  }
  return created;
}

function workerOptions({ built, vars }: BuiltWorker) {
  const configPath = join(built, 'sallyport/wrangler.json');
  const { secrets: _given, ...config } = unstable_readConfig({ config: configPath });
  // As if the project were the built folder: no .dev.vars and no .env of the project is read behind our back.
  const {
    workerOptions: worker,
    main,
    externalWorkers,
  } = unstable_getMiniflareWorkerOptions({
    ...config,
    vars: { ...config.vars, ...vars },
    userConfigPath: configPath,
  });
  if (main === undefined) {
    throw new Error(`${configPath} names no entry.`);
  }
  const { modulesRules, ...rest } = worker;
  return [{ ...rest, ...modulesOf(main, modulesRules ?? []) }, ...externalWorkers];
}

type ModuleRule = NonNullable<
  ReturnType<typeof unstable_getMiniflareWorkerOptions>['workerOptions']['modulesRules']
>[number];

/** The entry first, then every file of the build a rule gives a type to (the Argon2 .wasm for one). */
function modulesOf(main: string, rules: ModuleRule[]) {
  const rootPath = dirname(main);
  const entry = basename(main);
  const others = rules.flatMap(({ type, include }) =>
    globSync(include, { cwd: rootPath })
      .filter((path) => path !== entry)
      .map((path) => ({ type, path })),
  );
  return { rootPath, modules: [{ type: 'ESModule' as const, path: entry }, ...others] };
}

/** workerd outlives a parent that is killed. It has nothing to save: its storage is SQLite's. */
export function watchRuntime(watchdog: Watchdog) {
  for (const runtime of childrenNamed(process.pid, 'workerd')) {
    watchdog.watchProcess(runtime, 'SIGKILL');
  }
}

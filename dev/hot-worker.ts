import { createWriteStream, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger, createServer, type Logger, type ViteDevServer } from 'vite';
import { experimental_readRawConfig } from 'wrangler';

import { siteConfig } from '../vite.config.ts';
import {
  watchRuntime,
  withoutItsSignalHandlers,
  type RunningWorker,
  type WorkerOptions,
} from './worker-runtime.ts';

const PROJECT = join(import.meta.dirname, '..');

/**
 * Serves the Worker and the pages from the sources: a change of either is there with the next request or shown in the
 * open page, without a restart. Slower than a build and larger on the wire: nothing is measured or tested on it.
 */
export async function startHotWorker(options: WorkerOptions): Promise<RunningWorker> {
  const log = createWriteStream(join(options.localDir, 'worker.log'), { flags: 'w', mode: 0o600 });
  const say = (line: string) => {
    log.write(`${line}\n`);
    options.onLine?.(line);
  };
  const server = await withoutItsSignalHandlers(async () => await serve(options, say));
  watchRuntime(options.watchdog);
  return {
    port: options.port,
    runScheduled: async () => {
      await fetch(`http://127.0.0.1:${options.port}/cdn-cgi/handler/scheduled?cron=*/5+*+*+*+*`);
    },
    stop: async () => {
      await server.close();
      log.end();
    },
  };
}

async function serve(options: WorkerOptions, say: (line: string) => void): Promise<ViteDevServer> {
  const folder = join(options.localDir, 'hot-reload');
  const config = siteConfig({
    configPath: writeSettings(folder, options.vars),
    persistState: { path: options.localDir },
    inspectorPort: false,
  });
  const server = await createServer({
    ...config,
    configFile: false,
    envDir: false,
    cacheDir: join(folder, 'vite'), // its own: two that run at once share a node_modules
    customLogger: loggerTo(say),
    server: {
      cors: false, // as in a build: no other origin reads an answer
      host: '127.0.0.1',
      port: options.port,
      strictPort: true,
      fs: { allow: [PROJECT, folder, realpathSync(join(PROJECT, 'node_modules'))] },
    },
  });
  await server.listen();
  return server;
}

/** wrangler.toml with the values beside it, in a folder without .dev.vars: nothing is read behind our back. */
function writeSettings(folder: string, vars: Record<string, string>): string {
  const { rawConfig } = experimental_readRawConfig({ config: join(PROJECT, 'wrangler.toml') });
  const { secrets: _given, minify: _build, assets, ...settings } = rawConfig;
  const { directory: _built, ...served } = assets ?? {};
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'wrangler.json');
  writeFileSync(
    file,
    JSON.stringify({
      ...settings,
      main: join(PROJECT, rawConfig.main ?? ''),
      assets: served,
      vars: { ...settings.vars, ...vars },
    }),
    { mode: 0o600 },
  );
  return file;
}

/** What is wrong is said in the terminal too. */
function loggerTo(say: (line: string) => void): Logger {
  const logger = createLogger('warn', { allowClearScreen: false });
  return {
    ...logger,
    info: say,
    warn(message, options) {
      say(message);
      logger.warn(message, options);
    },
    error(message, options) {
      say(message);
      logger.error(message, options);
    },
  };
}

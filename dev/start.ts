/** `npm start`: the whole product on this machine; `npm run dev`: the same from the sources as they change. PORT and LOCAL_DIR move it; `-- --verbose` shows the Worker's log. */
import { relative } from 'node:path';
import process from 'node:process';
import { startStack, type Stack } from './stack.ts';
import { StartProblem } from './start-problem.ts';

const PARENT_POLL_MS = 500;
/** One Ctrl-C arrives twice: from the terminal and again from npm. */
const ONE_CTRL_C_MS = 1000;

function readPort(): number {
  const port = Number(process.env['PORT'] ?? 8787);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartProblem(`PORT must be a number from 0 to 65535, not ${process.env['PORT']}.`);
  }
  return port;
}

/** Runs `end` once, for whatever reason: Ctrl-C, a closed terminal, or npm itself being killed. */
function onEnd(end: () => void) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, end);
  }
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] !== undefined) {
    // npm passes on signals it can catch. SIGKILL it cannot: then we are handed to another parent.
    setInterval(() => {
      if (process.ppid !== parent) {
        end();
      }
    }, PARENT_POLL_MS).unref();
  }
}

async function main() {
  const starting = startStack({
    port: readPort(),
    localDir: process.env['LOCAL_DIR'] ?? '.local',
    hotReload: process.argv.includes('--hot-reload'),
    tell: (sentence) => void process.stderr.write(`${sentence}\n`),
    ...(process.argv.includes('--verbose') && {
      onLine: (line) => void process.stdout.write(`${line}\n`),
    }),
  });
  let askedAt = 0;
  onEnd(() => {
    if (askedAt === 0) {
      askedAt = Date.now();
      starting.then(stop, () => {}).catch(fail);
    } else if (Date.now() - askedAt > ONE_CTRL_C_MS) {
      process.exit(130); // asked twice: the watchdog ends what is left
    }
  });
  const stack = await starting;
  process.stdout.write(
    `Sallyport is on ${stack.appUrl} (log: ${relative('.', stack.logFile)}). Ctrl-C stops it.\n`,
  );
  process.stdout.write(
    'Here every account may call the outside services (METERED_FOR=unconfirmed); elsewhere staff alone.\n',
  );
  if ('SMTP_URL' in stack.mockServices.vars) {
    process.stdout.write(`The mails it sends are caught on ${stack.mockServices.mailUrl}.\n`);
    process.stdout.write(
      'Here two-factor sign-in can be turned on before the address is confirmed (SECOND_FACTOR_NEEDS_VERIFIED_EMAIL=false).\n',
    );
  }
}

async function stop(stack: Stack) {
  await stack.stop();
  process.exit(0);
}

function fail(error: unknown) {
  const expected = error instanceof StartProblem;
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${expected ? error.message : trace}\n`);
  process.exit(1);
}

process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
process.env['WRANGLER_SEND_METRICS'] = 'false';
main().catch(fail);

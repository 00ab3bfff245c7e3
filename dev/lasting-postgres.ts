import { startPostgres, type LocalPostgres } from './local-postgres.ts';

type LastingOptions = {
  directory: string;
  /** Given the pid of every server there is, the first one's too. */
  onStart: (pid: number) => void;
  /** Given one sentence whenever the server died, and when it is back. */
  tell: (sentence: string) => void;
};

/** A server that dies more often has a reason that starting it again does not take away. */
const MOST_RESTARTS = 5;
const WITHIN_MS = 10 * 60_000;

/** The server there is now; another one after each death. */
type Kept = { server: LocalPostgres; isStopping: boolean };

/**
 * A PostgreSQL that is started again, on the same port and the same data, when it dies: at most five times in ten
 * minutes. `pid` is that of the server there is now. Throws as `startPostgres` for the first start alone.
 */
export async function startLastingPostgres(options: LastingOptions): Promise<LocalPostgres> {
  const kept: Kept = {
    server: await startPostgres({ directory: options.directory }),
    isStopping: false,
  };
  options.onStart(kept.server.pid);
  const ended = keepRunning(kept, options);
  return {
    port: kept.server.port,
    url: (database, role) => kept.server.url(database, role),
    ended,
    get pid() {
      return kept.server.pid;
    },
    async stop() {
      kept.isStopping = true;
      await kept.server.stop();
      await ended; // it may have been starting
      await kept.server.stop();
    },
  };
}

/** Resolves with how the last server ended, once there will be no other. */
async function keepRunning(kept: Kept, options: LastingOptions): Promise<string> {
  let restarts: number[] = [];
  for (;;) {
    const how = await kept.server.ended;
    if (kept.isStopping) {
      return how;
    }
    const now = Date.now();
    restarts = restarts.filter((at) => at > now - WITHIN_MS);
    if (restarts.length >= MOST_RESTARTS) {
      options.tell(
        `PostgreSQL ended with ${how} once more and stays down. Start everything again.`,
      );
      return how;
    }
    options.tell(`PostgreSQL ended with ${how} and is started again.`);
    restarts.push(now);
    if (!(await startAgain(kept, options))) {
      return how;
    }
  }
}

async function startAgain(kept: Kept, { directory, onStart, tell }: LastingOptions) {
  try {
    kept.server = await startPostgres({ directory, port: kept.server.port });
  } catch (error) {
    tell(`PostgreSQL cannot be started again: ${String(error)}`);
    return false;
  }
  onStart(kept.server.pid);
  tell('PostgreSQL is back, with its data.');
  return true;
}

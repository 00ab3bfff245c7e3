/** A stand-in for Neon's SQL over HTTP in front of a real PostgreSQL, with a few levers for tests. Loopback only. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFaults, type CallOrigin, type Faults } from './neon-faults.ts';
import { createPools, type Pools, type Session } from './neon-pools.ts';
import { readBody } from './read-body.ts';
import {
  BadRequest,
  beginStatement,
  parseBody,
  toPostgresText,
  toWireError,
  toWireResult,
  type WireBody,
  type WireQuery,
} from './neon-wire.ts';

export type NeonStats = { round_trips: number; statements: number };

export type NeonHttp = {
  port: number;
  /** `http://127.0.0.1:<port>`: `POST /sql`, `GET /stats`, `POST /reset`, `POST /mode`. */
  url: string;
  stats(): NeonStats;
  /** Zeroes the counters. */
  reset(): void;
  /** As `POST /mode`; throws a RangeError when the mode makes no sense. `{}` is normal. */
  mode(mode: { delay_ms?: number; fail_call?: number; kind?: string }): void;
  stop(): Promise<void>;
};

/** How long a call hangs that was told to. */
export const HANG_MS = 30_000;
/** Neon's own limit for a request. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** A thousand clients may knock at once; Node's own 511 would make the rest wait a second. */
const BACKLOG = 4096;

type Standin = {
  pools: Pools;
  faults: Faults;
  /** Of the calls a request waits for. */
  stats: NeonStats;
  /** Of those the Worker makes between requests, which come and go as they like. */
  background: NeonStats;
  stopping: AbortSignal;
};

/** How the Worker names the connections nobody waits for. */
const BACKGROUND = /[?&]application_name=sallyport[-_]/;

/** Starts the stand-in for the PostgreSQL at `host:port`; port 0 picks a free one. */
export async function startNeonHttp(
  postgres: { host: string; port: number },
  port = 0,
): Promise<NeonHttp> {
  const abort = new AbortController();
  const standin: Standin = {
    pools: createPools(postgres),
    faults: createFaults(),
    stats: { round_trips: 0, statements: 0 },
    background: { round_trips: 0, statements: 0 },
    stopping: abort.signal,
  };
  const server = createServer((request, response) => {
    handle(standin, request, response).catch(() => request.socket.destroy());
  });
  // The Worker keeps its connections: one that closes while a request is under way looks like an outage.
  server.keepAliveTimeout = 600_000;
  server.listen({ port, host: '127.0.0.1', backlog: BACKLOG });
  await once(server, 'listening');
  const address = server.address();
  const taken = typeof address === 'object' ? (address?.port ?? port) : port;

  return {
    port: taken,
    url: `http://127.0.0.1:${taken}`,
    stats: () => ({ ...standin.stats }),
    reset: () => reset(standin),
    mode(mode) {
      const problem = standin.faults.set(JSON.stringify(mode));
      if (problem !== null) {
        throw new RangeError(problem);
      }
    },
    async stop() {
      abort.abort();
      server.closeAllConnections();
      server.close();
      await standin.pools.close();
    },
  };
}

async function handle(standin: Standin, request: IncomingMessage, response: ServerResponse) {
  // Every browser names the page a request comes from: no web page may talk to the database.
  if (request.headers.origin !== undefined) {
    answer(response, 403, { message: 'web pages are not served' });
    return;
  }
  switch (`${request.method} ${request.url}`) {
    case 'POST /sql':
      await handleSql(standin, request, response);
      return;
    case 'GET /stats':
      answer(response, 200, standin.stats);
      return;
    case 'GET /stats/background':
      answer(response, 200, standin.background);
      return;
    case 'POST /reset':
      reset(standin);
      answer(response, 200, standin.stats);
      return;
    case 'POST /mode': {
      const problem = standin.faults.set(await wholeBody(request));
      answer(response, problem === null ? 200 : 400, problem === null ? {} : { message: problem });
      return;
    }
    default:
      answer(response, 404, { message: 'POST /sql, GET /stats, POST /reset or POST /mode' });
  }
}

async function handleSql(standin: Standin, request: IncomingMessage, response: ServerResponse) {
  const origin = originOf(request);
  const stats = origin === 'requests' ? standin.stats : standin.background;
  stats.round_trips += 1;
  const { delayMs, fault } = standin.faults.next(origin);
  if (delayMs > 0) {
    await sleep(delayMs);
  }
  if (fault === 'before') {
    answer(response, 503, { message: 'refused on request, nothing was run' });
    return;
  }
  if (fault === 'hang') {
    await sleep(HANG_MS, undefined, { signal: standin.stopping });
    request.socket.destroy();
    return;
  }
  const outcome = await execute(standin, request, stats);
  if (fault === 'after') {
    request.socket.destroy();
    return;
  }
  answer(response, outcome.status, outcome.body);
}

function originOf({ headers }: IncomingMessage): CallOrigin {
  const connectionString = String(headers['neon-connection-string'] ?? '');
  return BACKGROUND.test(connectionString) ? 'background' : 'requests';
}

async function execute(standin: Standin, request: IncomingMessage, stats: NeonStats) {
  try {
    const header = (name: string) => request.headers[name]?.toString();
    const connectionString = header('neon-connection-string');
    if (connectionString === undefined) {
      throw new BadRequest('the Neon-Connection-String header is missing');
    }
    if (header('neon-raw-text-output') !== 'true') {
      throw new BadRequest('only raw text output is spoken here');
    }
    const body = parseBody(await wholeBody(request));
    stats.statements += 'queries' in body ? body.queries.length : 1;
    const begin = beginStatement(header);
    const asArrays = header('neon-array-mode') === 'true';
    const result = await standin.pools.use(
      connectionString,
      async (session) => await runBody(session, body, { begin, asArrays }),
    );
    return { status: 200, body: result };
  } catch (error) {
    return toWireError(error);
  }
}

async function runBody(
  session: Session,
  body: WireBody,
  { begin, asArrays }: { begin: string; asArrays: boolean },
) {
  const runOne = async ({ query, params = [], arrayMode }: WireQuery) =>
    toWireResult(await session.run(query, params.map(toPostgresText)), arrayMode ?? asArrays);
  if (!('queries' in body)) {
    return await runOne(body);
  }
  await session.run(begin, []);
  try {
    const results = [];
    for (const query of body.queries) {
      results.push(await runOne(query));
    }
    await session.run('COMMIT', []);
    return { results };
  } catch (error) {
    await session.run('ROLLBACK', []).catch(() => {}); // the first error is the one to report
    throw error;
  }
}

async function wholeBody(request: IncomingMessage): Promise<string> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === null) {
    throw new BadRequest('the request is larger than 10 MiB');
  }
  return body;
}

function answer(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function reset({ stats, background }: Standin) {
  for (const counters of [stats, background]) {
    counters.round_trips = 0;
    counters.statements = 0;
  }
}

/** What all simulators of outside providers have in common: loopback, control endpoints, misbehaviour on request. */
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod/mini';
import { createModeSwitch, type Mode, type ModeSwitch } from './mode.ts';
import { simulatorPage } from './page.ts';

export type Call = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
};

export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

export type Provider<M extends Mode> = {
  title: string;
  modes: z.ZodMiniType<M>;
  /** Answers as the real one would. */
  answer(call: Call, mode: M): Answer;
  /** The failure a mode asks for, in the real one's own words. */
  failure(status: number, call: Call, mode: M): Answer;
  /** Further control endpoints: the path of a GET and what it answers. */
  views?: Record<string, () => unknown>;
  /** The lines of the page; without it the calls are listed. */
  received?(): string[];
  /** Forgets all that was received. */
  reset?(): void;
};

export type Simulator = {
  /** `http://127.0.0.1:<port>`: the API, `GET /`, `GET /requests`, `POST /mode`, `POST /reset`. */
  url: string;
  stop(): Promise<void>;
};

/** One call of the API, without its credentials; `status` is null while, or when, no answer went out. */
type Received = {
  method: string;
  path: string;
  query: Record<string, string>;
  body: string;
  status: number | null;
  at: string;
};

type Running<M extends Mode> = {
  provider: Provider<M>;
  mode: ModeSwitch<M>;
  requests: Received[];
  stopping: AbortSignal;
};

const MAX_BODY_BYTES = 1024 * 1024;
const KEPT_REQUESTS = 1000;
const CREDENTIALS_IN_QUERY = new Set(['token', 'apikey']);
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Starts a simulator on a free loopback port. */
export async function startSimulator<M extends Mode>(provider: Provider<M>): Promise<Simulator> {
  const abort = new AbortController();
  const mode = createModeSwitch(provider.modes);
  const running: Running<M> = { provider, mode, requests: [], stopping: abort.signal };
  const server = createServer((request, response) => {
    handle(running, request, response).catch(() => request.socket.destroy());
  });
  // The Worker keeps its connections: one that closes while a call is under way looks like an outage.
  server.keepAliveTimeout = 600_000;
  server.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new TypeError('a TCP server has a port');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      abort.abort();
      provider.reset?.();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function handle<M extends Mode>(
  running: Running<M>,
  request: IncomingMessage,
  response: ServerResponse,
) {
  response.setHeader('x-simulator', 'sallyport');
  response.setHeader('cache-control', 'no-store');
  // A browser names the page a request comes from, and the name it looked up: no web page drives or reads this.
  if (request.headers.origin !== undefined || !LOOPBACK_HOST.test(request.headers.host ?? '')) {
    send(response, { status: 403, body: { message: 'web pages are not served' } });
    return;
  }
  const url = URL.parse(`http://simulator${request.url ?? '/'}`);
  if (url === null) {
    send(response, { status: 400, body: { message: 'the address makes no sense' } });
    return;
  }
  const call: Call = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: await readBody(request),
  };
  if (call.method === 'GET' && call.path === '/') {
    sendPage(running, response);
    return;
  }
  const controlled = control(running, call);
  if (controlled === null) {
    await answerCall(running, call, response);
  } else {
    send(response, controlled);
  }
}

/** The answer of a control endpoint; null when the call is one of the API. */
function control<M extends Mode>(running: Running<M>, { method, path, body }: Call): Answer | null {
  const view = method === 'GET' ? running.provider.views?.[path] : undefined;
  if (view !== undefined) {
    return { status: 200, body: view() };
  }
  switch (`${method} ${path}`) {
    case 'GET /requests':
      return { status: 200, body: running.requests };
    case 'POST /mode': {
      const problem = running.mode.set(body);
      return problem === null
        ? { status: 200, body: {} }
        : { status: 400, body: { message: problem } };
    }
    case 'POST /reset':
      running.requests.length = 0;
      running.mode.reset();
      running.provider.reset?.();
      return { status: 200, body: {} };
    default:
      return null;
  }
}

async function answerCall<M extends Mode>(
  { provider, mode, requests, stopping }: Running<M>,
  call: Call,
  response: ServerResponse,
) {
  const asked = mode.current;
  const entry = describeCall(call);
  requests.unshift(entry);
  requests.length = Math.min(requests.length, KEPT_REQUESTS);
  if (asked.drop) {
    breakOff(response);
    return;
  }
  const answer =
    asked.status === undefined
      ? provider.answer(call, asked)
      : provider.failure(asked.status, call, asked);
  if (asked.hang_ms) {
    await sleep(asked.hang_ms, undefined, { signal: stopping });
  }
  if (asked.drop_after_send) {
    response.destroy();
    return;
  }
  entry.status = answer.status;
  send(response, answer);
}

/** The head and the first bytes of an answer arrive, the rest never does. */
function breakOff(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"sid": "', () => response.destroy());
}

function describeCall({ method, path, query, body }: Call): Received {
  const shown = [...query].filter(([name]) => !CREDENTIALS_IN_QUERY.has(name.toLowerCase()));
  return {
    method,
    path,
    query: Object.fromEntries(shown),
    body,
    status: null,
    at: new Date().toISOString(),
  };
}

function sendPage<M extends Mode>({ provider, requests }: Running<M>, response: ServerResponse) {
  const lines =
    provider.received?.() ??
    requests.map(({ at, method, path, status }) => `${at} ${method} ${path}: ${status ?? 'lost'}`);
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  response.end(simulatorPage(provider.title, lines));
}

function send(response: ServerResponse, { status, body, headers }: Answer) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (chunk instanceof Uint8Array) {
      bytes += chunk.byteLength;
      chunks.push(chunk);
    }
    if (bytes > MAX_BODY_BYTES) {
      throw new RangeError('the request is larger than 1 MiB');
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

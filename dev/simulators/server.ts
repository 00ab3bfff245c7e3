/** What all simulators of outside providers have in common: loopback, control endpoints, misbehaviour on request. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod/mini';
import {
  breakOff,
  isForLoopback,
  isLoopbackOrigin,
  openTo,
  readCall,
  send,
  sendPage,
  type Answer,
  type Call,
} from './http.ts';
import { createModeSwitch, type Mode, type ModeSwitch } from './mode.ts';
import { simulatorPage } from './page.ts';

export type { Answer, Call } from './http.ts';

export type Provider<M extends Mode> = {
  title: string;
  modes: z.ZodMiniType<M>;
  /** Answers as the real one would. */
  answer(call: Call, mode: M): Answer;
  /** The failure a mode asks for, in the real one's own words. */
  failure(status: number, call: Call, mode: M): Answer;
  /** Further control endpoints: the path of a GET and what it answers. */
  views?: Record<string, (call: Call) => unknown>;
  /** Control endpoints that do something: `DELETE /messages` and what it answers. Not listed among the requests. */
  actions?: Record<string, (call: Call) => Answer>;
  /** Which paths the pages of this machine may call; without it none. */
  forPages?: RegExp;
  /** The whole page; without it there is a list of what was received. */
  page?(query: URLSearchParams): string;
  /** The lines of the page; without it the calls are listed. */
  received?(): string[];
  /** Brings a new mode about where it is more than another answer. It holds before `POST /mode` is answered. */
  enter?(mode: M): Promise<void>;
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

const KEPT_REQUESTS = 1000;
const CREDENTIALS_IN_QUERY = new Set(['token', 'apikey']);

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
  const call = await readCall(request);
  if (!isForLoopback(request) || !mayCall(running.provider, request, call)) {
    send(response, { status: 403, body: { message: 'web pages are not served' } });
    return;
  }
  if (call === null) {
    send(response, { status: 400, body: { message: 'the address makes no sense' } });
    return;
  }
  if (request.headers.origin !== undefined) {
    openTo(request.headers.origin, response);
  }
  if (call.method === 'OPTIONS' && request.headers.origin !== undefined) {
    response.writeHead(204).end();
    return;
  }
  if (call.method === 'GET' && call.path === '/') {
    sendPage(response, pageOf(running, call.query));
    return;
  }
  const controlled = await control(running, call);
  if (controlled === null) {
    await answerCall(running, call, response);
  } else {
    send(response, controlled);
  }
}

/** A browser names the page a request comes from. No page drives or reads this, but what is meant for pages. */
function mayCall<M extends Mode>(
  { forPages }: Provider<M>,
  { headers }: IncomingMessage,
  call: Call | null,
): boolean {
  return (
    headers.origin === undefined ||
    (isLoopbackOrigin(headers.origin) && call !== null && forPages?.test(call.path) === true)
  );
}

/** The answer of a control endpoint; null when the call is one of the API. */
async function control<M extends Mode>(running: Running<M>, call: Call): Promise<Answer | null> {
  const own = controlOfItsOwn(running.provider, call);
  if (own !== null) {
    return own;
  }
  switch (`${call.method} ${call.path}`) {
    case 'GET /requests':
      return { status: 200, body: running.requests };
    case 'POST /mode': {
      const problem = running.mode.set(call.body);
      if (problem !== null) {
        return { status: 400, body: { message: problem } };
      }
      await running.provider.enter?.(running.mode.current);
      return { status: 200, body: {} };
    }
    case 'POST /reset':
      running.requests.length = 0;
      running.mode.reset();
      running.provider.reset?.();
      await running.provider.enter?.(running.mode.current);
      return { status: 200, body: {} };
    default:
      return null;
  }
}

function controlOfItsOwn<M extends Mode>(
  { views, actions }: Provider<M>,
  call: Call,
): Answer | null {
  const view = call.method === 'GET' ? views?.[call.path] : undefined;
  return view === undefined
    ? (actions?.[`${call.method} ${call.path}`]?.(call) ?? null)
    : { status: 200, body: view(call) };
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

function pageOf<M extends Mode>({ provider, requests }: Running<M>, query: URLSearchParams) {
  if (provider.page !== undefined) {
    return provider.page(query);
  }
  const lines =
    provider.received?.() ??
    requests.map(({ at, method, path, status }) => `${at} ${method} ${path}: ${status ?? 'lost'}`);
  return simulatorPage(provider.title, lines);
}

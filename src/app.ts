import { Hono, type Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';

import { placesOf } from './core/endpoint/aliases.ts';
import { captchaWidget } from './core/captcha/widget.ts';
import { requestErrors } from './platform/web/errors.ts';
import type { Site } from './call.ts';
import type { HttpEnv, Route } from './http.ts';
import { ApiError } from './platform/errors.ts';
import { bugLine } from './platform/log.ts';
import { fail, type Failure } from './platform/result.ts';
import { newTraceId } from './platform/trace.ts';
import { problemAnswer } from './platform/web/problem.ts';
import { securityHeaders } from './platform/web/security-headers.ts';

type HttpContext = Context<HttpEnv>;

const TRACE_HEADER = 'x-trace-id';
const NO_STORE = ['cache-control', 'no-store'] as const;

/** The app, without state: everything a request needs comes with it as a Site. */
export function createApp(
  routes: readonly Route[],
  serveAsset: (site: Site, request: Request) => Promise<Response>,
) {
  // Paths are compared as the runtime hands them over, which resolves dots: an encoded or doubled character is another.
  const app = new Hono<HttpEnv>({ getPath: (request) => pathAsSent(request.url) });
  app.use(traced);
  for (const { mount } of routes) {
    mount(app);
  }
  const allowed = allowedMethods(routes);
  app.notFound(async (c) => {
    const methods = c.req.path.includes('%') ? [] : allowed(c.req.path);
    if (methods.length > 0) {
      c.header('allow', methods.join(', '));
      return problem(c, fail(requestErrors.METHOD_NOT_ALLOWED, 'method'));
    }
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
    if (!reads || /^\/(api|v1)(\/|$)/.test(c.req.path)) {
      return problem(c, fail(requestErrors.NOT_FOUND, 'path'));
    }
    c.set('route', 'page');
    return await serveAsset(c.env, c.req.raw);
  });
  app.onError((error, c) => {
    if (error instanceof ApiError) {
      return problem(c, error.failure);
    }
    if (error instanceof HTTPException && error.status === 400) {
      return problem(c, fail(requestErrors.INVALID_REQUEST, 'json'));
    }
    c.env.log.write(bugLine(c.get('traceId'), error));
    return problem(c, fail(requestErrors.INTERNAL, 'bug'));
  });
  return app;
}

/** Gives the request its trace id, and its answer the headers and the log line. */
const traced = createMiddleware<HttpEnv>(async (c, next) => {
  const { clock, random, log, deps } = c.env;
  const startedAt = clock.now();
  const traceId = newTraceId(random);
  c.set('traceId', traceId);
  c.set('route', 'unmatched');
  c.set('signedIn', null);
  c.set('service', null);
  c.set('query', null);
  c.set('client', null);
  const widget = deps.ok ? captchaWidget(deps.value.integrations) : null;
  const headers = [
    ...securityHeaders(widget),
    [TRACE_HEADER, traceId],
    // By our clock, as every time in an answer is: pages count their waits from it (RFC 9110 section 6.6.1).
    ['date', startedAt.toUTCString()],
    NO_STORE,
  ] as const;
  // Before the answer is made, so that it is made once, with them.
  for (const [name, value] of headers) {
    c.header(name, value);
  }
  await next();
  if (!c.res.headers.has(TRACE_HEADER)) {
    c.res = withHeaders(c.res, headers);
  }
  log.write({
    trace_id: traceId,
    method: c.req.method,
    route: c.get('route'),
    status: c.res.status,
    duration_ms: clock.now().getTime() - startedAt.getTime(),
    db_round_trips: deps.ok ? deps.value.db.roundTrips : 0,
  });
});

function problem(c: HttpContext, failure: Failure): Response {
  const { status, headers, body } = problemAnswer(failure, c.req.path, c.get('traceId'));
  return c.body(body, status, headers);
}

/** An answer that came from elsewhere, such as a page: what it says of its keeping stands. */
function withHeaders(
  answer: Response,
  headers: readonly (readonly [name: string, value: string])[],
): Response {
  const copy = new Response(answer.body, answer);
  for (const [name, value] of headers) {
    if (name !== NO_STORE[0] || !copy.headers.has(name)) {
      copy.headers.set(name, value);
    }
  }
  return copy;
}

function pathAsSent(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + '://'.length);
  const end = url.slice(start).search(/[?#]/);
  return end === -1 ? url.slice(start) : url.slice(start, start + end);
}

/** The methods a path answers to, over every route it fits; none when there is no such path. */
function allowedMethods(routes: readonly Route[]): (path: string) => string[] {
  const patterns = routes.flatMap(({ spec }) =>
    placesOf(spec).map(({ method, path }) => ({
      fits: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`),
      methods: method === 'GET' ? ['GET', 'HEAD'] : [method],
    })),
  );
  return (path) => [
    ...new Set(patterns.filter(({ fits }) => fits.test(path)).flatMap(({ methods }) => methods)),
  ];
}

import { zValidator } from '@hono/zod-validator';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';

import type { Caller } from './core/audit/audit.ts';
import { admit } from './core/endpoint/admit.ts';
import { pathsOf } from './core/endpoint/aliases.ts';
import type { BodyOf, Endpoint, ViewOf } from './core/endpoint/endpoint.ts';
import { requestErrors } from './core/endpoint/errors.ts';
import { fieldProblems } from './core/endpoint/field-problems.ts';
import { sessionCookie } from './core/sessions/present-session.ts';
import type { SignedIn } from './core/sessions/session.ts';
import type { Deps } from './deps.ts';
import type { Clock } from './platform/clock.ts';
import { ApiError, unwrap } from './platform/errors.ts';
import { bugLine, type Log } from './platform/log.ts';
import type { Random } from './platform/random.ts';
import { fail, type Failure, type Result } from './platform/result.ts';
import { newTraceId } from './platform/trace.ts';
import { clientAddress } from './platform/web/client-address.ts';
import { problemResponse } from './platform/web/problem.ts';
import { securityHeaders } from './platform/web/security-headers.ts';

/** What worker.ts hands to every request. `deps` is a refusal while the configuration is incomplete. */
export interface Site {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly deps: Result<Deps>;
  /** The built pages and what they load. */
  readonly assets: { fetch(request: Request): Promise<Response> };
}

interface HttpEnv {
  Bindings: Site;
  Variables: { traceId: string; route: string; signedIn: SignedIn | null };
}

type HttpContext = Context<HttpEnv>;

/** What a use case is given; the types follow the contract's guard and what it loads. */
export interface Call<E extends Endpoint> {
  readonly deps: E extends { works: 'unconfigured' } ? Result<Deps> : Deps;
  readonly caller: Caller;
  readonly body: BodyOf<E>;
  readonly signedIn: SignedInFor<E>;
}

type SignedInFor<E extends Endpoint> = E extends { guard: 'public' }
  ? null
  : E extends { loads: 'credentials' }
    ? SignedIn & { readonly credentials: NonNullable<SignedIn['credentials']> }
    : SignedIn;

/** One endpoint or page, ready to be mounted. */
export interface Route {
  readonly spec: Pick<Endpoint, 'method' | 'path'>;
  readonly mount: (app: Hono<HttpEnv>) => void;
}

/** Pairs a promise with its use case: limit → session → guard → body → handler → view. No step can be left out. */
export function route<E extends Endpoint>(
  spec: E,
  handle: (call: Call<E>) => Promise<Result<ViewOf<E>>>,
): Route {
  return {
    spec,
    mount: (app) => {
      app.on(spec.method, [...pathsOf(spec.path)], gate(spec), fieldCheck(spec), async (c) => {
        const { deps } = c.env;
        // The steps before have checked the body and the session against this very contract.
        const call = {
          deps: spec.works === 'unconfigured' ? deps : unwrap(deps),
          caller: callerOf(c),
          body: spec.method === 'GET' ? {} : c.req.valid('json' as never),
          signedIn: c.var.signedIn,
        } as Call<E>;
        const result = await handle(call);
        const view = spec.view.parse(unwrap(result)) as object;
        if (result.ok && result.startSession) {
          c.header('set-cookie', sessionCookie.set(result.startSession));
        }
        if (result.ok && result.endSession) {
          c.header('set-cookie', sessionCookie.clear());
          c.header('clear-site-data', '"cache", "cookies", "storage"');
        }
        return c.json({ ...view, trace_id: c.var.traceId }, spec.status ?? 200);
      });
    },
  };
}

/** A document written by the Worker itself, at a path of its own. */
export function page(
  path: `/${string}`,
  render: (parameter: string) => { readonly status: 200 | 404; readonly html: string },
): Route {
  return {
    spec: { method: 'GET', path },
    mount: (app) => {
      app.get(path, (c) => {
        c.set('route', path);
        const { status, html } = render(c.req.param('name') ?? '');
        return c.html(html, status);
      });
    },
  };
}

function gate(spec: Endpoint) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    c.set('route', spec.path);
    if (spec.works !== 'unconfigured') {
      const admitted = unwrap(await admit(spec, unwrap(c.env.deps), c.req.raw));
      c.set('signedIn', admitted.signedIn);
      // Read once, within its cap; the validator finds the text here instead of reading it again.
      // Its type says string, its reader awaits.
      c.req.bodyCache.text = Promise.resolve(admitted.bodyText) as unknown as string;
    }
    await next();
  });
}

/** Holds the body against the contract. The complaints are our sentences, never the caller's values. */
function fieldCheck(spec: Endpoint): MiddlewareHandler<HttpEnv> {
  if (spec.method === 'GET') {
    return createMiddleware<HttpEnv>(async (_, next) => {
      await next();
    });
  }
  return zValidator('json', spec.body, (checked) => {
    if (!checked.success) {
      const fields = fieldProblems(checked.error.issues);
      throw new ApiError(fail(requestErrors.INVALID_REQUEST, 'fields', { fields }));
    }
  });
}

const MAX_USER_AGENT_LENGTH = 256;

function callerOf(c: HttpContext): Caller {
  const userAgent = c.req.header('user-agent') ?? '';
  return {
    traceId: c.var.traceId,
    ip: clientAddress(c.req.raw.headers),
    userAgent: userAgent.slice(0, MAX_USER_AGENT_LENGTH).toWellFormed(),
  };
}

/** The app, without state: everything a request needs comes with it as a Site. */
export function createApp(
  routes: readonly Route[],
  serveAsset: (assets: Site['assets'], request: Request) => Promise<Response>,
) {
  // Paths are compared as they were sent: an encoded or doubled character is another path.
  const app = new Hono<HttpEnv>({ getPath: (request) => pathAsSent(request.url) });
  app.use(traced);
  for (const { mount } of routes) {
    mount(app);
  }
  for (const [path, methods] of methodsByPath(routes)) {
    app.all(path, (c) => {
      c.set('route', path);
      c.header('allow', methods.join(', '));
      return problem(c, fail(requestErrors.METHOD_NOT_ALLOWED, 'method'));
    });
  }
  app.notFound(async (c) => {
    if (/^\/(api|v1)(\/|$)/.test(c.req.path)) {
      return problem(c, fail(requestErrors.NOT_FOUND, 'path'));
    }
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      c.header('allow', 'GET, HEAD');
      return problem(c, fail(requestErrors.METHOD_NOT_ALLOWED, 'method'));
    }
    c.set('route', 'page');
    return await serveAsset(c.env.assets, c.req.raw);
  });
  app.onError((error, c) => {
    if (error instanceof ApiError) {
      return problem(c, error.failure);
    }
    if (error instanceof HTTPException && error.status === 400) {
      return problem(c, fail(requestErrors.INVALID_REQUEST, 'json'));
    }
    c.env.log.write(bugLine(c.var.traceId, error));
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
  await next();
  c.res = new Response(c.res.body, c.res);
  for (const [name, value] of [...securityHeaders, ['x-trace-id', traceId] as const]) {
    c.res.headers.set(name, value);
  }
  if (!c.res.headers.has('cache-control')) {
    c.res.headers.set('cache-control', 'no-store');
  }
  log.write({
    trace_id: traceId,
    method: c.req.method,
    route: c.var.route,
    status: c.res.status,
    duration_ms: clock.now().getTime() - startedAt.getTime(),
    db_round_trips: deps.ok ? deps.value.db.roundTrips : 0,
  });
});

function problem(c: HttpContext, failure: Failure): Response {
  const response = problemResponse(failure, c.req.path, c.var.traceId);
  const allow = c.res.headers.get('allow');
  if (allow) {
    response.headers.set('allow', allow);
  }
  return response;
}

function pathAsSent(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + '://'.length);
  const end = url.slice(start).search(/[?#]/);
  return end === -1 ? url.slice(start) : url.slice(start, start + end);
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { spec } of routes) {
    for (const path of pathsOf(spec.path)) {
      const names = spec.method === 'GET' ? ['GET', 'HEAD'] : [spec.method];
      methods.set(path, [...(methods.get(path) ?? []), ...names]);
    }
  }
  return methods;
}

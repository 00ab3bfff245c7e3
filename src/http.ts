import { zValidator } from '@hono/zod-validator';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';

import type { ClientInfo } from './core/audit/audit.ts';
import { readClient } from './core/audit/read-client.ts';
import type { Service } from './core/access-tokens/access-token.ts';
import { admit } from './core/guards/admit.ts';
import { placesOf, withOurNames } from './core/endpoint/aliases.ts';
import type { Endpoint, ViewOf } from './core/endpoint/endpoint.ts';
import { requestErrors } from './platform/web/errors.ts';
import { checkQuery } from './core/endpoint/check-query.ts';
import { fieldProblems } from './platform/web/field-problems.ts';
import { presentedDevice } from './core/devices/device-cookie.ts';
import { presentedTrust } from './core/devices/trust-cookie.ts';
import { presentedToken } from './core/sessions/present-session.ts';
import type { SignedIn } from './core/sessions/session.ts';
import { presentedPending } from './core/tokens/pending-cookie.ts';
import type { Attachment, Call, SignedForm, Site } from './call.ts';
import { cookiesOf } from './effect-cookies.ts';
import { ApiError, unwrap } from './platform/errors.ts';
import { bugLine } from './platform/log.ts';
import { fail, type Failure, type Result, type SessionEffect } from './platform/result.ts';
import { sizedBody } from './platform/web/sized-body.ts';

export interface HttpEnv {
  Bindings: Site;
  Variables: {
    traceId: string;
    route: string;
    signedIn: SignedIn | null;
    service: Service | null;
    query: unknown;
    client: ClientInfo | null;
    addressSpent: Failure | null;
  };
}

type HttpContext = Context<HttpEnv>;

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
  return guardedRoute(spec, async (c) => {
    const result = await handle(await callOf(spec, c));
    const view = spec.view.parse(unwrap(result)) as object;
    applyEffect(c, result.ok ? result : {});
    return c.json({ ...view, trace_id: c.get('traceId') }, spec.status ?? 200);
  });
}

/**
 * The same for a use case that is loaded by its first request: the contract stands in the core script,
 * because the router, the reference and the tests read it. Asked for anew at each request, so that this
 * code keeps no promise of one; the runtime keeps what was loaded. One that cannot be loaded is a bug.
 */
export function lazyRoute<E extends Endpoint, Loaded>(
  spec: E,
  load: () => Promise<Loaded>,
  handle: (loaded: Loaded, call: Call<E>) => Promise<Result<ViewOf<E>>>,
): Route {
  return route(spec, async (call) => await handle(await load(), call));
}

/** The same for a file: refusals come before its first byte; what breaks later breaks the transfer off. */
export function attachmentRoute<E extends Endpoint & { readonly streams: 'attachment' }>(
  spec: E,
  handle: (call: Call<E>) => Promise<Result<Attachment>>,
): Route {
  return guardedRoute(spec, async (c) => {
    const { fileName, contentType, make } = unwrap(await handle(await callOf(spec, c)));
    const traceId = c.get('traceId');
    const onBreak = (error: unknown) => {
      c.env.log.write(bugLine(traceId, error));
    };
    const bytes = await sizedBody({ make, onBreak });
    return c.body(bytes, 200, {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${fileName}"`,
    });
  });
}

function guardedRoute(spec: Endpoint, answer: (c: HttpContext) => Promise<Response>): Route {
  return {
    spec,
    mount: (app) => {
      const checks = hasJson(spec) ? [gate(spec), fieldCheck(spec)] : [gate(spec)];
      for (const { method, path } of placesOf(spec)) {
        app.on(method, [path], ...checks, answer);
      }
    },
  };
}

/** What the steps before have checked against this very contract: the body, the query and the session. */
async function callOf<E extends Endpoint>(spec: E, c: HttpContext): Promise<Call<E>> {
  const { deps } = c.env;
  return {
    deps: spec.works === 'unconfigured' ? deps : unwrap(deps),
    client: clientOf(c),
    // Read when they are asked for: most endpoints take no interest in them.
    get device() {
      return presentedDevice(c.req.raw.headers);
    },
    get trust() {
      return presentedTrust(c.req.raw.headers);
    },
    get shownSession() {
      return presentedToken(c.req.raw.headers);
    },
    get pending() {
      return presentedPending(c.req.raw.headers);
    },
    get params() {
      return c.req.param();
    },
    body: hasJson(spec) ? c.req.valid('json' as never) : {},
    query: c.get('query'),
    signedIn: c.get('signedIn'),
    service: c.get('service'),
    addressSpent: c.get('addressSpent'),
    signed: spec.guard === 'signature' ? await signedForm(c) : null,
  } as Call<E>;
}

/** What a success does to the browser. */
function applyEffect(c: HttpContext, effect: SessionEffect): void {
  for (const cookie of cookiesOf(effect, presentedPending(c.req.raw.headers) !== null)) {
    c.header('set-cookie', cookie, { append: true });
  }
  if (effect.endSession) {
    c.header('clear-site-data', '"storage"');
  }
}

function gate(spec: Endpoint) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    c.set('route', spec.path);
    if (c.req.path.includes('%')) {
      // A parameter would be decoded, and one thing would have many addresses.
      throw new ApiError(fail(requestErrors.NOT_FOUND, 'encoded_path'));
    }
    if (spec.works !== 'unconfigured') {
      const admitted = unwrap(await admit(spec, unwrap(c.env.deps), c.req.raw, clientOf(c)));
      c.set('signedIn', admitted.signedIn);
      c.set('service', admitted.service);
      c.set('addressSpent', admitted.addressSpent);
      if (spec.query) {
        c.set('query', unwrap(checkQuery(spec, new URL(c.req.url).searchParams)));
      }
      // Read once, within its cap; the validator finds the text here instead of reading it again.
      // Its type says string, its reader awaits.
      c.req.bodyCache.text = Promise.resolve(withOurNames(admitted.bodyText)) as unknown as string;
    }
    await next();
  });
}

async function signedForm(c: HttpContext): Promise<SignedForm> {
  const { pathname, search } = new URL(c.req.url);
  const text = await c.req.text();
  return {
    target: `${pathname}${search}`,
    fields: [...new URLSearchParams(text)],
    signature: c.req.header('x-twilio-signature') ?? '',
    text,
    header: (name) => c.req.header(name) ?? '',
  };
}

function hasJson({ method, accepts }: Endpoint): boolean {
  return method !== 'GET' && accepts === undefined;
}

/** Holds the body against the contract. The complaints are our sentences, never the client's values. */
function fieldCheck(spec: Endpoint): MiddlewareHandler<HttpEnv> {
  return zValidator('json', spec.body, (checked) => {
    if (!checked.success) {
      const fields = fieldProblems(checked.error.issues);
      throw new ApiError(fail(requestErrors.INVALID_REQUEST, 'fields', { fields }));
    }
  });
}

/** Worked out once for each request. */
function clientOf(c: HttpContext): ClientInfo {
  const client = c.get('client') ?? readClient(c.req.raw, c.get('traceId'));
  c.set('client', client);
  return client;
}

import type { Limiter } from '../limits/limiter.ts';
import { sessionErrors } from '../sessions/errors.ts';
import { presentSession } from '../sessions/present-session.ts';
import { isFresh, type SignedIn } from '../sessions/session.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { isJson, readText } from '../../platform/web/body.ts';
import { clientAddress } from '../../platform/web/client-address.ts';
import { isOwnOrigin } from '../../platform/web/origin.ts';
import type { Endpoint, Guard } from './endpoint.ts';
import { requestErrors } from './errors.ts';
import { nothing } from './fields.ts';

interface AdmitDeps {
  readonly clock: Clock;
  readonly db: Db;
  readonly limiter: Limiter;
}

/** A request that may be looked into: its body as text, and who sent it. */
export interface Admitted {
  readonly bodyText: string;
  readonly signedIn: SignedIn | null;
}

/**
 * Everything that is decided before the body is looked into: where it comes from, its size and type,
 * then the limit and the session side by side, then the guard.
 */
export async function admit(
  spec: Endpoint,
  deps: AdmitDeps,
  request: Request,
): Promise<Result<Admitted>> {
  const body = spec.method === 'GET' ? ok('') : await receive(spec, request);
  if (!body.ok) {
    return body;
  }
  const [limit, signedIn] = await Promise.all([
    spec.limit === 'none'
      ? ok(null)
      : deps.limiter.take(spec.limit, clientAddress(request.headers)),
    spec.guard === 'public'
      ? null
      : presentSession(deps, request.headers, spec.loads !== undefined),
  ]);
  if (!limit.ok) {
    return limit;
  }
  const passed = passGuard(spec.guard, signedIn, deps.clock.now());
  return passed.ok ? ok({ bodyText: body.value, signedIn }) : passed;
}

/** The body's text within its cap. An endpoint that takes nothing accepts an empty body of any type. */
async function receive(spec: Endpoint, request: Request): Promise<Result<string>> {
  if (!isOwnOrigin(request)) {
    return fail(requestErrors.ORIGIN_REFUSED, 'foreign_origin');
  }
  const read = await readText(request);
  if (read.text === null && read.problem === 'too-large') {
    return fail(requestErrors.BODY_TOO_LARGE, 'body_too_large');
  }
  if (spec.body === nothing && read.text === '') {
    return ok('{}');
  }
  if (!isJson(request.headers.get('content-type'))) {
    return fail(requestErrors.UNSUPPORTED_MEDIA_TYPE, 'not_json');
  }
  return read.text === null ? fail(requestErrors.INVALID_REQUEST, 'body_not_utf8') : ok(read.text);
}

function passGuard(guard: Guard, signedIn: SignedIn | null, now: Date): Result<null> {
  if (guard === 'public') {
    return ok(null);
  }
  if (!signedIn) {
    return fail(sessionErrors.NOT_AUTHENTICATED, 'no_session');
  }
  return guard === 'fresh' && !isFresh(signedIn.session, now)
    ? fail(sessionErrors.FRESH_SESSION_REQUIRED, 'session_not_fresh')
    : ok(null);
}

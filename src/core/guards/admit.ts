import type { ClientInfo } from '../audit/audit.ts';
import { noteAnonymous, recordAnonymous } from '../refusals/record-anonymous.ts';
import { recordTokenUse } from '../access-tokens/record-use.ts';
import { readAccessToken, type PublicKey, type Service } from '../access-tokens/access-token.ts';
import { presentedDevice } from '../devices/device-cookie.ts';
import { limitErrors } from '../limits/errors.ts';
import type { Limiter } from '../limits/limiter.ts';
import type { HashQueue } from '../passwords/hash-queue.ts';
import { sessionErrors } from '../sessions/errors.ts';
import type { MeteredDeps } from '../roles/metered-for.ts';
import { recordStaleRefusal } from '../roles/record-refusal.ts';
import { requirePermission } from '../roles/require-permission.ts';
import { presentSession, type PresentDeps } from '../sessions/present-session.ts';
import { isFresh, type SignedIn } from '../sessions/session.ts';
import { fail, ok, type Failure, type Result } from '../../platform/result.ts';
import { isForm, isJson, readText } from '../../platform/web/body.ts';
import { isOwnOrigin } from '../../platform/web/origin.ts';
import { addressWindow, personWindow } from '../endpoint/counted-in.ts';
import type { Endpoint } from '../endpoint/endpoint.ts';
import { requestErrors } from '../../platform/web/errors.ts';

export interface AdmitDeps extends PresentDeps {
  readonly mailer: MeteredDeps['mailer'];
  readonly config: PresentDeps['config'] &
    MeteredDeps['config'] & {
      readonly ACCESS_TOKEN_KEYS?: readonly PublicKey[] | undefined;
      readonly PUBLIC_URL?: string | undefined;
    };
  readonly limiter: Limiter;
  readonly hashQueue: Pick<HashQueue, 'room'>;
}

/** A request that may be looked into: its body as text, and who sent it. */
export interface Admitted {
  readonly bodyText: string;
  readonly signedIn: SignedIn | null;
  readonly service: Service | null;
  /** The address's window is spent, and the endpoint spares remembered browsers: the use case refuses with it. */
  readonly addressSpent: Failure | null;
}

/**
 * Everything that is decided before the body is looked into: where it comes from, its size and type,
 * whether there is room for its work, then the limit and the session side by side, then the guard.
 */
export async function admit(
  spec: Endpoint,
  deps: AdmitDeps,
  request: Request,
  client: ClientInfo,
): Promise<Result<Admitted>> {
  const { PUBLIC_URL: publicUrl } = deps.config;
  const body = spec.method === 'GET' ? ok('') : await receive(spec, request, publicUrl);
  if (!body.ok) {
    if (body.error === requestErrors.ORIGIN_REFUSED) {
      await noteAnonymous(deps, client, { action: 'request.origin_refused', reason: body.reason });
    }
    return body;
  }
  const room = spec.hashes ? deps.hashQueue.room() : ok(null);
  if (!room.ok) {
    return room;
  }
  const presenting = { headers: request.headers, client };
  const [limit, guarded] = await Promise.all([
    takeOfAddress(spec, deps, presenting),
    passGuard(spec, deps, presenting),
  ]);
  if (!limit.ok) {
    return limit;
  }
  const addressSpent = limit.value;
  if (!guarded.ok) {
    return guarded;
  }
  const place = await takePlace(spec, deps, guarded.value);
  return place.ok ? ok({ bodyText: body.value, addressSpent, ...guarded.value }) : place;
}

/**
 * One place in the window of the person, who is known only now. Writes are counted for each endpoint
 * apart: who has a copy of the session cannot use up what the owner needs at another one.
 */
async function takePlace(
  spec: Endpoint,
  { limiter }: AdmitDeps,
  { signedIn }: Guarded,
): Promise<Result<null>> {
  const window = personWindow(spec);
  if (window === null || !signedIn) {
    return ok(null);
  }
  const { id } = signedIn.account;
  const subject = window === 'person-writes' ? `${id} ${spec.method} ${spec.path}` : id;
  const taken = await limiter.take(window, subject);
  return taken.ok ? ok(null) : taken;
}

/**
 * One place in the window of the address. A spent one is no refusal yet where the use case has to look
 * at the browser first: anybody can show such a cookie, and it is believed there or not.
 */
async function takeOfAddress(
  spec: Endpoint,
  { limiter }: AdmitDeps,
  { headers, client }: Presenting,
): Promise<Result<Failure | null>> {
  const window = addressWindow(spec);
  const taken = window === null ? ok(null) : await limiter.take(window, client.ip);
  if (taken.ok) {
    return ok(null);
  }
  const isSpent = taken.error === limitErrors.RATE_LIMITED;
  const isSpared = spec.sparesBrowsers === true && isSpent && presentedDevice(headers) !== null;
  return isSpared ? ok(taken) : taken;
}

type Guarded = Pick<Admitted, 'signedIn' | 'service'>;

interface Presenting {
  readonly headers: Headers;
  readonly client: ClientInfo;
}

async function passGuard(
  spec: Endpoint,
  deps: AdmitDeps,
  presenting: Presenting,
): Promise<Result<Guarded>> {
  if (spec.guard === 'public' || spec.guard === 'signature') {
    return ok({ signedIn: null, service: null });
  }
  return spec.guard === 'service'
    ? await passService(spec, deps, presenting)
    : await passPerson(spec, deps, presenting);
}

async function passPerson(
  spec: Endpoint,
  deps: AdmitDeps,
  { headers, client }: Presenting,
): Promise<Result<Guarded>> {
  const withCredentials = spec.loads !== undefined;
  const signedIn = await presentSession(deps, headers, { client, withCredentials });
  if (!signedIn) {
    return fail(sessionErrors.NOT_AUTHENTICATED, 'no_session');
  }
  if (isMeantForAnother(spec, headers, signedIn)) {
    return fail(sessionErrors.ACCOUNT_CHANGED, 'account_changed');
  }
  if (spec.guard === 'role') {
    const permitted = await requirePermission(deps, client, signedIn, spec);
    return permitted.ok ? ok({ signedIn, service: null }) : permitted;
  }
  const stale = staleness(spec, signedIn, deps.clock.now());
  if (stale === null) {
    return ok({ signedIn, service: null });
  }
  await recordStaleRefusal(deps, client, signedIn, stale);
  return fail(sessionErrors.FRESH_SESSION_REQUIRED, stale);
}

/** Why the session has to be confirmed before this is answered; null when it has not. */
function staleness(spec: Endpoint, { session }: SignedIn, now: Date): string | null {
  if (session.mustConfirm && spec.serves !== 'moved') {
    return 'session_moved';
  }
  return spec.guard === 'fresh' && !isFresh(session, now) ? 'session_not_fresh' : null;
}

/** A page says for whom it was drawn: the cookie may be another person's since then. Programs need not. */
function isMeantForAnother({ method }: Endpoint, headers: Headers, { account }: SignedIn): boolean {
  const meant = headers.get('x-account');
  return method !== 'GET' && meant !== null && meant !== account.id;
}

async function passService(
  { scope, path }: Endpoint,
  deps: AdmitDeps,
  { headers, client }: Presenting,
): Promise<Result<Guarded>> {
  const shown = headers.get('authorization');
  const service = await readAccessToken(deps.config.ACCESS_TOKEN_KEYS ?? [], deps.clock, shown);
  if (!service) {
    if (shown !== null) {
      const refused = { action: 'access_token.refused', reason: 'token_not_good' } as const;
      await recordAnonymous(deps, client, refused);
    }
    return fail(sessionErrors.NOT_AUTHENTICATED, 'no_service_token', {
      wording: {
        variant: 'service_token',
        suggestedFix: 'Send a current access token: Authorization: Bearer …',
      },
    });
  }
  const isAllowed = scope !== undefined && service.scopes.includes(scope);
  await recordTokenUse(deps, client, { service, scope: scope ?? '', path, isAllowed });
  return isAllowed
    ? ok({ signedIn: null, service })
    : fail(requestErrors.FORBIDDEN, 'scope_lacking');
}

/** The body's text within its cap and of the right type. */
async function receive(
  spec: Endpoint,
  request: Request,
  publicUrl: string | undefined,
): Promise<Result<string>> {
  if (!isOwnOrigin(request, publicUrl)) {
    return fail(requestErrors.ORIGIN_REFUSED, 'foreign_origin');
  }
  const read = await readText(request);
  if (read.text === null && read.problem === 'too-large') {
    return fail(requestErrors.BODY_TOO_LARGE, 'body_too_large');
  }
  if (read.text === null && read.problem === 'incomplete') {
    return fail(requestErrors.INVALID_REQUEST, 'body_incomplete', {
      wording: { variant: 'body_incomplete', suggestedFix: 'Send the whole body again.' },
    });
  }
  if (read.text === '') {
    return ok('{}'); // no body has no type; fields it should have had are missed below
  }
  const contentType = request.headers.get('content-type');
  if (spec.accepts === 'form' ? !isForm(contentType) : !isJson(contentType)) {
    return fail(requestErrors.UNSUPPORTED_MEDIA_TYPE, 'not_json');
  }
  return read.text === null ? fail(requestErrors.INVALID_REQUEST, 'body_not_utf8') : ok(read.text);
}

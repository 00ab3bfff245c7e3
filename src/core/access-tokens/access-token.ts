import type { JWK } from 'jose';
import * as z from 'zod/mini';

import { accessTokenLimits } from './limits.ts';
import type { Clock } from '../../platform/clock.ts';

/** What a service may do; an endpoint names the one it needs. */
export const scopes = Object.freeze(['alerts:send', 'usage:write'] as const);
export type Scope = (typeof scopes)[number];

export const AUDIENCE = 'sallyport';
export const ISSUER = 'sallyport';

const PrivateKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  kid: z.string().check(z.regex(/^[\w-]{4,64}$/)),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

const KeySet = z.object({ keys: z.array(PrivateKey).check(z.minLength(1), z.maxLength(3)) });

/** The public half of a key, as it is published. */
export interface PublicKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly kid: string;
  readonly x: string;
  readonly y: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

/**
 * The public halves of ACCESS_TOKEN_KEYS: a JWK set of private P-256 keys, the current one first and
 * the previous one behind it until its tokens have run out. Null when it is no such set.
 */
export function readPublicKeys(text: string): readonly PublicKey[] | null {
  const set = KeySet.safeParse(parse(text));
  return set.success
    ? set.data.keys.map(({ kty, crv, kid, x, y }) => ({
        kty,
        crv,
        kid,
        x,
        y,
        alg: 'ES256',
        use: 'sig',
      }))
    : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** A service that showed a good token. */
export interface Service {
  readonly name: string;
  readonly scopes: readonly string[];
}

const Claims = z.object({
  sub: z.string().check(z.regex(/^[\w.-]{1,64}$/)),
  scope: z.string(),
  iat: z.number(),
  exp: z.number(),
});

/**
 * The service behind a bearer token, or null. ES256 alone, our audience and issuer, a key we publish,
 * and a life of at most fifteen minutes by its own word (RFC 9068, RFC 8725 section 3).
 */
export async function readAccessToken(
  keys: readonly PublicKey[],
  clock: Clock,
  header: string | null,
): Promise<Service | null> {
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header ?? '') ?? [];
  if (!token) {
    return null;
  }
  // Loaded by the first service that shows a token: people never need it.
  const { importJWK, jwtVerify } = await import('jose');
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => await importJWK(keyNamed(keys, kid), 'ES256'),
      {
        algorithms: ['ES256'],
        audience: AUDIENCE,
        issuer: ISSUER,
        typ: 'at+jwt',
        currentDate: clock.now(),
      },
    );
    const claims = Claims.parse(payload);
    return isShortLived(claims, clock.now())
      ? { name: claims.sub, scopes: claims.scope.split(' ') }
      : null;
  } catch {
    return null; // whatever is wrong with it, it is no token of ours
  }
}

/** At most fifteen minutes from its making, which is not in the future: a later date would stretch the life. */
function isShortLived({ iat, exp }: { readonly iat: number; readonly exp: number }, now: Date) {
  const lifetime = exp - iat;
  const { maxLifetimeSeconds, clockSkewSeconds } = accessTokenLimits;
  return (
    lifetime > 0 && lifetime <= maxLifetimeSeconds && iat <= now.getTime() / 1000 + clockSkewSeconds
  );
}

function keyNamed(keys: readonly PublicKey[], kid: string | undefined): JWK {
  const key = keys.find((candidate) => candidate.kid === kid);
  if (!key) {
    throw new Error('no key of that name is published');
  }
  return { ...key };
}

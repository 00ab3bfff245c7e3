import type { Endpoint } from './endpoint.ts';

type Place = Pick<Endpoint, 'method' | 'path'>;
type Method = Endpoint['method'];

/** Paths that some clients know, and the endpoint that answers there. Never a second handler. */
const renamed: Readonly<Record<string, readonly `/${string}`[]>> = Object.freeze({
  'POST /api/auth/2fa/setup': ['/api/auth/2fa/enable-init'],
  'POST /api/auth/2fa/confirm': ['/api/auth/2fa/enable-complete'],
  'POST /api/auth/2fa/verify': ['/api/auth/2fa/recovery-login', '/api/auth/recovery-login'],
  'POST /api/auth/email/verify': ['/api/auth/verify-email'],
  'POST /api/auth/email/resend': ['/api/auth/resend-verification'],
  'POST /api/admin/users/:id/two-factor/reset': ['/api/admin/users/:id/reset-2fa'],
  'POST /api/admin/users/:id/verification/resend': ['/api/admin/users/:id/resend-verification'],
  'GET /api/health': ['/health'],
});

/** The same for a method that some clients use at an endpoint's own path. */
const withOtherMethod: Readonly<Record<string, Method>> = Object.freeze({
  'PUT /api/admin/users/:id/roles': 'POST',
});

/** The name of a field that some clients know, and ours. */
const THEIR_FIELD = 'captchaToken';
const OUR_FIELD = 'captcha_token';

/** Every path an endpoint answers at by its own method: its own, its aliases, and each of them under `/v1`. */
export function pathsOf({ method, path }: Place): readonly `/${string}`[] {
  const named = [path, ...(renamed[`${method} ${path}`] ?? [])];
  return [...named, ...named.flatMap(versioned)];
}

/** Every method and path an endpoint answers at. */
export function placesOf(spec: Place): readonly Place[] {
  const { method, path } = spec;
  const other = withOtherMethod[`${method} ${path}`];
  return [
    ...pathsOf(spec).map((at) => ({ method, path: at })),
    ...(other ? pathsOf({ method: other, path }).map((at) => ({ method: other, path: at })) : []),
  ];
}

/** The body with the names that the contracts have. One that is no JSON object, or has both names, stays as it is. */
export function withOurNames(bodyText: string): string {
  if (!bodyText.includes(`"${THEIR_FIELD}"`)) {
    return bodyText;
  }
  const body = readObject(bodyText);
  if (!body || !Object.hasOwn(body, THEIR_FIELD) || Object.hasOwn(body, OUR_FIELD)) {
    return bodyText;
  }
  const entries = Object.entries(body).map(([name, value]) => [
    name === THEIR_FIELD ? OUR_FIELD : name,
    value,
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

function readObject(text: string): object | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : null;
  } catch {
    return null; // the validator says so
  }
}

function versioned(path: `/${string}`): `/${string}`[] {
  return path.startsWith('/api/') ? [`/v1/${path.slice('/api/'.length)}`] : [];
}

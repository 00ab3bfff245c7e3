/** A cookie that was sent once, was not sent, or was sent more than once. */
export type ReadCookie =
  | { readonly state: 'absent' }
  | { readonly state: 'ambiguous' }
  | { readonly state: 'present'; readonly value: string };

/**
 * Reads one cookie. Two of one name are never guessed between: a neighbouring host or path may have
 * planted the second (RFC 6265 section 8.6).
 */
export function readCookie(header: string | null, name: string): ReadCookie {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value] = values;
  if (value === undefined) {
    return { state: 'absent' };
  }
  return values.length > 1 ? { state: 'ambiguous' } : { state: 'present', value };
}

/** Secure, HttpOnly, Strict and bound to this host alone by its `__Host-` name (RFC 6265bis section 4.1.3.2). */
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/** A `Set-Cookie` value that keeps `value` for `maxAgeSeconds`. */
export function setCookie(name: `__Host-${string}`, value: string, maxAgeSeconds: number): string {
  return `${name}=${value}; Max-Age=${maxAgeSeconds}; ${ATTRIBUTES}`;
}

/** A `Set-Cookie` value that makes the browser forget the cookie. */
export function clearCookie(name: `__Host-${string}`): string {
  return `${name}=; Max-Age=0; ${ATTRIBUTES}`;
}

/** Paths that some clients know, and the endpoint that answers there. Never a second handler. */
const renamed: Readonly<Record<string, readonly string[]>> = Object.freeze({
  '/api/auth/2fa/setup': ['/api/auth/2fa/enable-init'],
  '/api/auth/2fa/confirm': ['/api/auth/2fa/enable-complete'],
  '/api/auth/2fa/verify': ['/api/auth/2fa/recovery-login'],
});

/** Every path an endpoint answers at: its own, its aliases, and each of them under `/v1`. */
export function pathsOf(path: string): readonly string[] {
  const named = [path, ...(renamed[path] ?? [])];
  const versioned = named
    .filter((name) => name.startsWith('/api/'))
    .map((name) => name.replace('/api/', '/v1/'));
  return [...named, ...versioned];
}

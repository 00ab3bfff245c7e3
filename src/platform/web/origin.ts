/**
 * Whether a request that changes something comes from one of our own pages or from no browser at all.
 * Browsers send `Origin` with every cross-site write and `Sec-Fetch-Site` with every request (Fetch
 * standard, sections 3.2 and 2.2.7 of Fetch Metadata); a page cannot forge either. A program that
 * sends neither carries no one's cookies by accident.
 */
export function isOwnOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') {
    return false;
  }
  const origin = request.headers.get('origin');
  return origin === null || origin === new URL(request.url).origin;
}

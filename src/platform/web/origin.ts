/** Where our pages are: at the address the request came to, and at the one people use when a proxy in front changes it. */
function isOurs(origin: string, requestUrl: string, publicUrl: string | undefined): boolean {
  return (
    origin === new URL(requestUrl).origin ||
    (publicUrl !== undefined && origin === new URL(publicUrl).origin)
  );
}

/**
 * Whether a request that changes something comes from one of our own pages or from no browser at all.
 * Browsers send `Origin` with every cross-site write (Fetch standard, section 3.2) and `Sec-Fetch-Site`
 * with every request (Fetch Metadata, section 2.3); a page can forge neither, so that one of them that
 * names us is enough: an old browser sends no `Sec-Fetch-Site`, and a page that sends no referrer has
 * the origin `null`. A program that sends neither carries no one's cookies by accident.
 */
export function isOwnOrigin(request: Request, publicUrl?: string): boolean {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  if (site === null && origin === null) {
    return true;
  }
  return (
    site === 'same-origin' ||
    site === 'none' ||
    (origin !== null && isOurs(origin, request.url, publicUrl))
  );
}

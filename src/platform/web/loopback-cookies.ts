/*
 * WebKit keeps no `Secure` cookie that came over plain http, not even from loopback, and a `__Host-` name
 * needs `Secure`: nobody could sign in to a local stack with it. There, and nowhere else, each of our
 * cookies has a twin without both. The rest of the Worker knows only the `__Host-` names.
 */
const SECURE = '__Host-';
const PLAIN = 'loopback-';
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** A request, and where people find this deployment by its configuration. */
interface Asked {
  readonly request: Pick<Request, 'url' | 'headers'>;
  readonly publicUrl: string | undefined;
}

/**
 * Whether the twins are written and read: the deployment calls itself by a plain http loopback address
 * (`PUBLIC_URL`), the request came to one, and its browser is a WebKit that is no Chromium. The
 * configuration decides first, so that a proxy that speaks http to loopback opens nothing.
 */
export function needsPlainCookies({ request, publicUrl }: Asked): boolean {
  const browser = request.headers.get('user-agent') ?? '';
  return (
    publicUrl !== undefined &&
    isPlainLoopback(publicUrl) &&
    isPlainLoopback(request.url) &&
    /\bAppleWebKit\//.test(browser) &&
    !/Chrom(e|ium)\//.test(browser)
  );
}

function isPlainLoopback(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && LOOPBACK.test(hostname);
}

/**
 * Serves a request of a browser that needs plain cookies as if it had kept ours, and gives each cookie
 * of the answer its twin. Any other request and its answer pass as they are.
 */
export async function bridgeCookies(
  asked: Asked & { readonly request: Request },
  serve: (request: Request) => Promise<Response>,
): Promise<Response> {
  const { request } = asked;
  if (!needsPlainCookies(asked)) {
    return await serve(request);
  }
  const headers = new Headers(request.headers);
  headers.set('cookie', withSecureNames(headers.get('cookie') ?? ''));
  const answer = await serve(new Request(request, { headers }));
  const copy = new Response(answer.body, answer);
  for (const cookie of plainTwins(answer.headers.getSetCookie())) {
    copy.headers.append('set-cookie', cookie);
  }
  return copy;
}

/**
 * The `Cookie` header with the twins under the names that are read. A twin of the same value as its
 * sibling says nothing new; one of another value makes two cookies of one name, which are refused.
 */
export function withSecureNames(header: string): string {
  const pairs = header.split(';').map((pair) => pair.trim());
  const own = pairs.filter((pair) => !pair.startsWith(PLAIN));
  const twins = pairs
    .filter((pair) => pair.startsWith(PLAIN))
    .map((pair) => SECURE + pair.slice(PLAIN.length));
  return [...own, ...twins.filter((twin) => !own.includes(twin))].join('; ');
}

/** For each `Set-Cookie` of a `__Host-` cookie the same without what needs https. */
export function plainTwins(cookies: readonly string[]): string[] {
  return cookies
    .filter((cookie) => cookie.startsWith(SECURE))
    .map((cookie) => PLAIN + cookie.slice(SECURE.length).replace(/; Secure(?=;|$)/, ''));
}

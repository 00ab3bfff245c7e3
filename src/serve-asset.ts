import { presentedToken } from './core/sessions/present-session.ts';
import { readCookie } from './platform/web/cookies.ts';

interface Served {
  readonly assets: { fetch(request: Request): Promise<Response> };
  readonly brandName: string;
}

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What answers when no route does; `pages` are the paths of all pages. */
export function assetServer(pages: readonly string[]) {
  const known = new Set(pages);
  return async (served: Served, request: Request): Promise<Response> =>
    known.has(new URL(request.url).pathname)
      ? await serveDocument(served, request, 200)
      : await serveFile(served, request);
}

/**
 * A built file, or the document of a page nobody has. Files under /assets have their content's hash in
 * the name and never change.
 */
async function serveFile(served: Served, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const found = await served.assets.fetch(request);
  if (found.status === 404) {
    return await serveDocument(served, request, 404);
  }
  const response = new Response(found.body, found);
  if (pathname.startsWith('/assets/')) {
    response.headers.set('cache-control', `public, max-age=${YEAR_SECONDS}, immutable`);
  }
  return response;
}

/** The document is another for each browser: it is never kept, and never asked for by its tag. */
async function serveDocument({ assets, brandName }: Served, request: Request, status: 200 | 404) {
  const { method } = request;
  const document = await assets.fetch(new Request(new URL('/', request.url), { method }));
  const headers = new Headers(document.headers);
  headers.delete('etag');
  headers.set('cache-control', 'no-store');
  return asWished(
    named(new Response(document.body, { status, headers }), brandName),
    request.headers,
  );
}

/** The deployment's name is in the document, where the pages' script reads it, too. */
function named(document: Response, brandName: string): Response {
  return new HTMLRewriter()
    .on('html', { element: (html) => void html.setAttribute('data-brand', brandName) })
    .on('title', { element: (title) => void title.setInnerContent(brandName) })
    .transform(document);
}

/**
 * What the browser's cookies say is in the document from the start, so that nothing is drawn in the
 * wrong colours, and nobody without a session is asked for one.
 */
function asWished(document: Response, headers: Headers): Response {
  const theme = readCookie(headers.get('cookie'), 'theme');
  const chosen = theme.state === 'present' && /^(light|dark)$/.test(theme.value);
  return new HTMLRewriter()
    .on('html', {
      element(html) {
        if (chosen) {
          html.setAttribute('data-theme', theme.value);
        }
        if (presentedToken(headers) === null) {
          html.setAttribute('data-session', 'none');
        }
      },
    })
    .on('meta[name=color-scheme]', {
      element(meta) {
        if (chosen) {
          meta.setAttribute('content', theme.value);
        }
      },
    })
    .transform(document);
}

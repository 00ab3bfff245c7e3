import { pagePaths } from './contract.ts';

interface Assets {
  fetch(request: Request): Promise<Response>;
}

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * A built file, or the one document that draws every page. Files under /assets have their content's
 * hash in the name and never change.
 */
export async function serveAsset(assets: Assets, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const isPage = pagePaths.some((path) => path === pathname);
  const found = await assets.fetch(isPage ? documentRequest(request) : request);
  if (found.status !== 404) {
    const response = new Response(found.body, found);
    if (pathname.startsWith('/assets/')) {
      response.headers.set('cache-control', `public, max-age=${YEAR_SECONDS}, immutable`);
    }
    return response;
  }
  const document = await assets.fetch(documentRequest(new Request(request.url)));
  return new Response(document.body, { status: 404, headers: document.headers });
}

function documentRequest(request: Request): Request {
  return new Request(new URL('/', request.url), request);
}

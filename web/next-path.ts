import { pageAt } from './features.ts';

const HOME = '/';

/**
 * Where to go after signing in: a page of ours, or home. The author of a link writes `next`, so it
 * is resolved the way a browser would (which strips tabs and reads backslashes as slashes) and must
 * name one of our pages exactly.
 */
export function safeNextPath(next: string | null | undefined): string {
  if (!next?.startsWith('/')) {
    return HOME;
  }
  const base = 'https://sallyport.invalid';
  const url = URL.canParse(next, base) ? new URL(next, base) : null;
  if (url?.origin !== base) {
    return HOME;
  }
  return needsSession(url.pathname) ? `${url.pathname}${url.search}${url.hash}` : HOME;
}

/** Where somebody without a session begins: at the sign-in page, unless the page is for everybody. */
export function firstPathFor(current: string): string {
  const [path = ''] = current.split(/[?#]/);
  return needsSession(path) ? loginPathFor(current) : current;
}

/** The sign-in page that leads back to `current`. */
export function loginPathFor(current: string): string {
  const next = safeNextPath(current);
  return next === HOME ? '/login' : `/login?next=${encodeURIComponent(next)}`;
}

/** Whether a page of ours is at this path, and for people who are signed in. */
function needsSession(path: string): boolean {
  const page = pageAt(path);
  return page !== undefined && !page.isOpen;
}

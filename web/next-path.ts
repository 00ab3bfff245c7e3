import { doorPaths, pagePaths } from '../src/features/pages/contract.ts';

const HOME = '/';
const DOORS: ReadonlySet<string> = new Set(doorPaths);

/**
 * Where to go after signing in: a page of ours, or home. Whoever writes the link writes `next`, so it
 * is resolved the way a browser would (which strips tabs and reads backslashes as slashes) and must
 * name one of our pages exactly.
 */
export function safeNextPath(next: string | null | undefined): string {
  if (!next?.startsWith('/')) {
    return HOME;
  }
  const base = 'https://sallyport.invalid';
  const url = URL.canParse(next, base) ? new URL(next, base) : null;
  if (url?.origin !== base || DOORS.has(url.pathname)) {
    return HOME;
  }
  const known = pagePaths.some((path) => path === url.pathname);
  return known ? `${url.pathname}${url.search}${url.hash}` : HOME;
}

/** Where somebody without a session begins: at the first door, unless the page is for everybody. */
export function firstPathFor(current: string): string {
  const [path = ''] = current.split(/[?#]/);
  const isPrivate = pagePaths.some((known) => known === path) && !DOORS.has(path);
  return isPrivate ? loginPathFor(current) : current;
}

/** The sign-in page that leads back to `current`. */
export function loginPathFor(current: string): string {
  const next = safeNextPath(current);
  return next === HOME ? '/login' : `/login?next=${encodeURIComponent(next)}`;
}

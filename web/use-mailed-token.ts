import { useLayoutEffect, useState } from 'preact/hooks';

/**
 * The token of the mailed link that led here; empty when there is none. It is taken out of the address
 * bar, and with that out of the history, and lives in this page's memory alone.
 */
export function useMailedToken(): string {
  const [token] = useState(() => new URLSearchParams(location.search).get('token') ?? '');
  useLayoutEffect(() => {
    if (location.search !== '') {
      history.replaceState(history.state, '', location.pathname);
    }
  }, []);
  return token;
}

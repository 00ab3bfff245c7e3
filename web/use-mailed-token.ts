import { useLayoutEffect, useState } from 'preact/hooks';

/**
 * The account's address, which the button of the mail has in its fragment: no server is ever sent it.
 * Empty when there is none. It names the account to a password manager and is proof of nothing.
 */
export function mailedAccount(): string {
  const account = new URLSearchParams(location.hash.slice(1)).get('for') ?? '';
  return /^[^\s@]{1,64}@[^\s@]{1,190}$/.test(account) ? account : '';
}

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

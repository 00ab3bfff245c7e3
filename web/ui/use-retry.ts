import { useEffect, useRef } from 'preact/hooks';

const FIRST_PAUSE_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 60;

/**
 * While nothing reaches the server: tries again at once when the browser has its network back, and in
 * growing pauses, because it knows of no other network than its own.
 */
export function useRetry(isAway: boolean, retry: () => unknown): void {
  const latest = useRef(retry);
  latest.current = retry;
  useEffect(() => {
    if (!isAway) {
      return undefined;
    }
    let pauseSeconds = FIRST_PAUSE_SECONDS;
    let timer = setTimeout(again, pauseSeconds * 1000);
    function again() {
      clearTimeout(timer);
      pauseSeconds = Math.min(2 * pauseSeconds, LONGEST_PAUSE_SECONDS);
      timer = setTimeout(again, pauseSeconds * 1000);
      latest.current();
    }
    addEventListener('online', again);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', again);
    };
  }, [isAway]);
}

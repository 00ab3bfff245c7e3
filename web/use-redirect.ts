import { useLocation } from 'preact-iso';
import { useEffect, useRef } from 'preact/hooks';

/**
 * Leads to another page once `path` is not null, and only once: this page stays drawn, with the new
 * address, until the other one's script is there.
 */
export function useRedirect(path: string | null): void {
  const { route } = useLocation();
  const gone = useRef(false);
  useEffect(() => {
    if (path !== null && !gone.current) {
      gone.current = true;
      route(path, true);
    }
  }, [path, route]);
}

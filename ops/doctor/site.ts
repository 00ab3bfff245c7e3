import { reasonOf } from './database.ts';

/** An answer of the deployment, or why there is none. */
export type SiteAnswer =
  | {
      readonly answered: true;
      readonly status: number;
      readonly headers: Headers;
      readonly body: unknown;
      /** When it was sent and when it came, by this machine's clock, in milliseconds since 1970. */
      readonly between: readonly [number, number];
    }
  | { readonly answered: false; readonly reason: string };

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Site {
  /** Without a path. */
  readonly origin: string;
  readonly isLoopback: boolean;
  /** Asks this origin, or another address when `path` is a whole one. Follows no redirect. Never rejects. */
  ask(path: string, init?: RequestInit): Promise<SiteAnswer>;
}

const DEADLINE_MS = 8000;

/** The deployment at that address; throws a TypeError when it is no web address. */
export function openSite(url: string, send: Fetch = fetch): Site {
  const { origin, hostname } = new URL(url);
  return {
    origin,
    isLoopback: /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname),
    async ask(path, init = {}) {
      const sentAt = Date.now();
      try {
        const response = await send(new URL(path, origin).href, {
          redirect: 'manual',
          signal: AbortSignal.timeout(DEADLINE_MS),
          ...init,
        });
        const cameAt = Date.now();
        const body = parse(await response.text());
        const { status, headers } = response;
        return { answered: true, status, headers, body, between: [sentAt, cameAt] };
      } catch (error) {
        return { answered: false, reason: reasonOf(error) };
      }
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

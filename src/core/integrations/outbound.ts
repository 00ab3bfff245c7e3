import { readAtMost } from '../../platform/web/body.ts';
import type { FailureCode } from './failure-codes.ts';
import type { OutgoingRequest, ProviderAnswer, ProviderSettings } from './provider.ts';

/** How a greeting ended. */
export interface Greeting {
  /** Null when it was returned. */
  readonly code: FailureCode | null;
  /** The last reply's three digits, if there was a reply. */
  readonly status: number | null;
}

/** The ways out of the Worker, besides the database driver. */
export interface Outbound {
  /**
   * Sends one request and reads its answer within `timeoutMilliseconds`, both together.
   * Rejects when the provider cannot be reached, hangs up, or is late (`TimeoutError`).
   */
  send(
    baseUrl: string,
    request: OutgoingRequest,
    timeoutMilliseconds: number,
  ): Promise<ProviderAnswer>;
  /** Greets a provider that speaks no HTTP, and takes leave. Never rejects. */
  greet(settings: ProviderSettings, timeoutMilliseconds: number): Promise<Greeting>;
}

/** An answer beyond this is not read: no documented one is near it. */
const MAX_ANSWER_BYTES = 512 * 1024;

export const httpOutbound: Pick<Outbound, 'send'> = {
  async send(baseUrl, { method, path, headers, body }, timeoutMilliseconds) {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      // A redirect would carry the key to the host it names.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    const bytes = await readAtMost(response.body, MAX_ANSWER_BYTES);
    if (bytes === null) {
      await response.body?.cancel();
    }
    const text = bytes ? new TextDecoder().decode(bytes) : '';
    return { httpStatus: response.status, body: parse(text), text };
  },
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

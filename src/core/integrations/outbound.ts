import { readAtMost } from '../../platform/web/body.ts';
import type { OutgoingRequest, ProviderAnswer } from './provider.ts';

/** The one way out of the Worker, besides the database driver. */
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
}

/** An answer beyond this is not read: no documented one is near it. */
const MAX_ANSWER_BYTES = 512 * 1024;

export const httpOutbound: Outbound = {
  async send(baseUrl, { method, path, headers, body }, timeoutMilliseconds) {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      // A redirect would carry the key to whoever it names.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    const bytes = await readAtMost(response.body, MAX_ANSWER_BYTES);
    if (bytes === null) {
      await response.body?.cancel();
    }
    return { httpStatus: response.status, body: bytes && parse(new TextDecoder().decode(bytes)) };
  },
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

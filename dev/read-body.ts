import type { IncomingMessage } from 'node:http';

/** The body as text, or null when it is longer than `maxBytes`; what is beyond is not kept. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (chunk instanceof Uint8Array) {
      bytes += chunk.byteLength;
      chunks.push(chunk);
    }
    if (bytes > maxBytes) {
      return null;
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

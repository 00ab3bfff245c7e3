import { byteStream } from './byte-stream.ts';

/**
 * A body whose length is known before its first byte. workerd ends a body of unknown length properly even
 * when it breaks (cloudflare/workerd#6818), and the client takes a part for the whole; a body that ends
 * before its `Content-Length` is broken for every client (RFC 9112 section 8).
 */
export interface SizedParts {
  /** Makes the bytes; `length` is what was said of them, null while nothing was said. May be asked twice. */
  readonly make: (length: number | null) => AsyncIterable<Uint8Array>;
  readonly onBreak: (error: unknown) => void;
}

/** What is kept of it at most: a body that fits is made once. */
const KEPT_BYTES = 4 * 1024 * 1024;
/** How much longer a body that is made twice may be the second time; `make` fills what is left. */
const SLACK_BYTES = 64 * 1024;

/** Makes the body once to learn its length, and again while it is sent if it was too long to be kept. */
export async function sizedBody(parts: SizedParts): Promise<ReadableStream<Uint8Array>> {
  const { make, onBreak } = parts;
  const { kept, bytes } = await measure(make);
  const length = kept ? bytes : bytes + SLACK_BYTES;
  return byteStream(kept ?? make(length), onBreak).pipeThrough(new FixedLengthStream(length));
}

async function measure(make: SizedParts['make']) {
  let kept: Uint8Array[] | null = [];
  let bytes = 0;
  for await (const piece of make(null)) {
    bytes += piece.length;
    kept = bytes > KEPT_BYTES ? null : kept;
    kept?.push(piece);
  }
  return { kept, bytes };
}

/** The largest request body, in bytes. */
const MAX_BODY_BYTES = 64 * 1024;

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Whether the content type is JSON in UTF-8; anything else could be a form post from a foreign page. */
export function isJson(contentType: string | null): boolean {
  return contentType !== null && JSON_TYPE.test(contentType);
}

/** Whether the content type is that of a plain form, as providers post their reports. */
export function isForm(contentType: string | null): boolean {
  return /^application\/x-www-form-urlencoded\s*(;.*)?$/i.test(contentType ?? '');
}

export type ReadText =
  | { readonly text: string }
  | { readonly text: null; readonly problem: 'too-large' | 'not-utf8' | 'incomplete' };

/**
 * The body as text, or why it cannot be read. Bytes that are not UTF-8 are refused rather than
 * replaced, so that two different bodies never become one password. Chunks that cannot be read and a
 * connection that ends too soon (RFC 9112 section 8) are the sender's doing.
 */
export async function readText(request: Request): Promise<ReadText> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  let bytes: Uint8Array | null;
  try {
    bytes = declared > MAX_BODY_BYTES ? null : await readAtMost(request.body, MAX_BODY_BYTES);
    if (bytes === null) {
      await readAway(request.body);
    }
  } catch {
    return { text: null, problem: 'incomplete' };
  }
  if (bytes === null) {
    return { text: null, problem: 'too-large' };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { text: null, problem: 'not-utf8' };
  }
}

/** The bytes of a stream, or null beyond the cap: a chunked body declares no length. The rest is not read. */
export async function readAtMost(
  body: ReadableStream<Uint8Array> | null,
  capBytes: number,
): Promise<Uint8Array | null> {
  if (!body) {
    return new Uint8Array();
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body.values({ preventCancel: true })) {
    length += chunk.byteLength;
    if (length > capBytes) {
      return null;
    }
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

const AWAY_BYTES = 2 * 1024 * 1024;
const AWAY_MILLISECONDS = 1000;

/**
 * Reads on for a moment and keeps nothing: a connection that is closed while its sender still writes
 * is reset, and the refusal is lost with it. What is left after that is not read.
 */
async function readAway(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (!body) {
    return;
  }
  const reader = body.getReader();
  const late = AbortSignal.timeout(AWAY_MILLISECONDS);
  late.addEventListener('abort', () => void reader.cancel());
  let left = AWAY_BYTES;
  while (left > 0) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    left -= value.byteLength;
  }
  await reader.cancel();
}

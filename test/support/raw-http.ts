import { connect } from 'node:net';

/** Sends bytes as they are, for requests that no client library would make. Resolves with the whole answer. */
export async function sendRaw(
  url: string,
  request: string,
): Promise<{ status: number; text: string }> {
  const { port } = new URL(url);
  return await new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text });
    });
    socket.end(request);
  });
}

/** A GET or POST whose path and headers are written out exactly as given. */
export function rawRequest(
  method: string,
  path: string,
  headers: readonly string[] = [],
  body = '',
) {
  return [
    `${method} ${path} HTTP/1.1`,
    'host: localhost',
    'connection: close',
    ...headers,
    '',
    body,
  ].join('\r\n');
}

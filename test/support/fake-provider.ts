import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll } from 'vitest';

interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What to answer; a promise that never settles is a provider that hangs. */
type Answering = (call: Received) => Promise<{ status?: number; body: string }>;

const unexpected: Answering = async () => ({ status: 500, body: 'nobody expected this call' });

/** A provider on loopback that answers as the test says, and keeps what it was asked; gone after the file. */
export async function fakeProvider() {
  const received: Received[] = [];
  let answering = unexpected;
  const server = createServer((request, response) => {
    const reply = async () => {
      const { method = '', url = '', headers } = request;
      const call = { method, path: url, headers, body: await text(request) };
      received.push(call);
      const { status = 200, body } = await answering(call);
      response.writeHead(status).end(body);
    };
    reply().catch(() => request.socket.destroy());
  });
  server.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new TypeError('a TCP server has a port');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    answer(next: Answering) {
      received.length = 0;
      answering = next;
    },
  };
}

/** A provider that takes the call and never answers. */
export async function hanging(): Promise<never> {
  return await new Promise<never>(() => {});
}

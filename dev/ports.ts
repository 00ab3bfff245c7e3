import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartProblem } from './start-problem.ts';

/** A loopback port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  return await probe(0);
}

/** Throws a StartProblem when somebody listens on this loopback port already. */
export async function requireFreePort(port: number): Promise<void> {
  try {
    await probe(port);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EADDRINUSE') {
      throw new StartProblem(
        `Port ${port} is in use. Stop what is running there or choose another one: PORT=${port + 1} npm start`,
      );
    }
    if (code === 'EACCES') {
      throw new StartProblem(
        `Port ${port} needs more rights than this user has. Choose one above 1023.`,
      );
    }
    throw error;
  }
}

async function probe(port: number): Promise<number> {
  const server = createServer();
  server.listen({ port, host: '127.0.0.1', exclusive: true });
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') {
    throw new TypeError('a TCP server has a port');
  }
  return address.port;
}

import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartProblem } from './start-problem.ts';

/** Below the ports from which outgoing connections take theirs, so that none of those is in the way a moment later. */
const FIRST_PORT = 20_000;
const LAST_PORT = 31_999;
const TRIES = 50;

/**
 * A loopback port nobody listens on at this moment, picked at random: of processes that ask at once hardly two get the
 * same. Throws an Error when fifty in a row are taken.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    try {
      return await probe(port);
    } catch {
      // taken: another one
    }
  }
  throw new Error(`no free port between ${FIRST_PORT} and ${LAST_PORT} in ${TRIES} tries`);
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

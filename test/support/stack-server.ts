import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';

import type { StackOptions } from '../../dev/stack.ts';
import type { OwnParts } from './start-stacks.ts';

const PROGRAM = join(import.meta.dirname, 'stack-process.ts');

type Started = { places: OwnParts } | { problem: string };

interface StackServer {
  /** `GET /<number>` answers with the places of the stack of that number, which is started when first asked for. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts stacks, each in its own process, for as many workers as ask. */
export async function serveStacks(
  optionsOf: (number: string) => StackOptions,
): Promise<StackServer> {
  const running = new Map<string, ReturnType<typeof startProcess>>();
  const server = createServer((request, response) => {
    const number = String(request.url).slice(1);
    const stack = running.get(number) ?? startProcess(optionsOf(number));
    running.set(number, stack);
    stack.started.then(
      (started) => response.writeHead(200).end(JSON.stringify(started)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await Promise.all([...running.values()].map(async (stack) => await stack.stop()));
    },
  };
}

function startProcess(options: StackOptions) {
  const child = fork(PROGRAM, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const started = once(child, 'message').then(([message]) => {
    const said = message as Started;
    if ('problem' in said) {
      throw new Error(said.problem);
    }
    return said.places;
  });
  child.send(options);
  return {
    started,
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

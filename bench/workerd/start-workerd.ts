import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '../../dev/ports.ts';
import type { Watchdog } from '../../dev/start-watchdog.ts';
import { workerdConfig, type WorkerParts } from './workerd-config.ts';

export interface Workerd {
  readonly pid: number;
  readonly port: number;
  /** From the start of the process to the first 200, in ms. */
  readonly startedInMilliseconds: number;
  stop(): Promise<void>;
}

interface Start {
  readonly parts: WorkerParts;
  /** The folder of configuration and storage; created if missing. */
  readonly stateFolder: string;
  /** The path that is requested until it answers 200. */
  readonly path: string;
  readonly watchdog: Watchdog;
}

// The workerd of the tests and the local stack.
const ofMiniflare = createRequire(createRequire(import.meta.url).resolve('miniflare'));
const { default: workerdPath }: { default: string } = ofMiniflare('workerd');

const WITHIN_MILLISECONDS = 15_000;

/** Starts workerd with one Worker and returns when it has answered 200. */
export async function startWorkerd({
  parts,
  stateFolder,
  path,
  watchdog,
}: Start): Promise<Workerd> {
  mkdirSync(stateFolder, { recursive: true });
  const port = await freePort();
  const config = join(stateFolder, 'worker.capnp');
  writeFileSync(config, workerdConfig(parts, port, stateFolder));
  const startedAt = performance.now();
  const child = spawn(workerdPath, ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (line: string) => {
    errors.splice(0, errors.length - 20);
    errors.push(line);
  });
  if (child.pid === undefined) {
    throw new Error('workerd did not start');
  }
  watchdog.watchProcess(child.pid, 'SIGKILL');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL'); // it has nothing to save
      await once(child, 'exit');
    }
  };
  try {
    await untilAnswered(port, path, () => child.exitCode === null);
  } catch (error) {
    await stop();
    throw new Error(`workerd did not answer: ${errors.join('')}`, { cause: error });
  }
  return { pid: child.pid, port, startedInMilliseconds: performance.now() - startedAt, stop };
}

async function untilAnswered(port: number, path: string, isAlive: () => boolean): Promise<void> {
  const deadline = performance.now() + WITHIN_MILLISECONDS;
  let last = 'nothing';
  while (performance.now() < deadline && isAlive()) {
    last = await firstLine(port, path);
    if (/^HTTP\/1.1 200/.test(last)) {
      return;
    }
    await sleep(1);
  }
  throw new Error(`the last answer was ${last}`);
}

/** A new socket for each attempt: a client with a pool would add its own start to the measured time. */
async function firstLine(port: number, path: string): Promise<string> {
  return await new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (line: string) => {
      socket.destroy();
      resolve(line);
    };
    socket.once('error', (error) => end(error.message));
    socket.once('close', () => end('closed'));
    socket.once('data', (data) => end(String(data).split('\r\n')[0] ?? ''));
    socket.write(`GET ${path} HTTP/1.1\r\nhost: bench.example\r\n\r\n`);
  });
}

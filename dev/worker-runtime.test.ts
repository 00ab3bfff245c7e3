import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startWatchdog } from './start-watchdog.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { startWorker, type RunningWorker } from './worker-runtime.ts';

/** Says where the request came from, and what a TCP server of this machine says, once to each way of asking. */
const WORKER = `
import { DurableObject } from 'cloudflare:workers';
import { connect } from 'cloudflare:sockets';
import { connect as connectNode } from 'node:net';

export class Dialer extends DurableObject {
  async dial(port) {
    const socket = connect({ hostname: '127.0.0.1', port });
    const { value } = await socket.readable.getReader().read();
    await socket.close();
    const heard = await new Promise((resolve, reject) => {
      connectNode({ host: '127.0.0.1', port }).once('data', resolve).once('error', reject);
    });
    return [new TextDecoder().decode(value), new TextDecoder().decode(heard)];
  }
}

let scheduledRuns = 0;

export default {
  async scheduled() {
    scheduledRuns += 1;
  },
  async fetch(request, env) {
    if (new URL(request.url).pathname === '/scheduled-runs') {
      return new Response(String(scheduledRuns));
    }
    const port = new URL(request.url).searchParams.get('port');
    const dialer = env.DIALER.get(env.DIALER.idFromName('one'));
    return Response.json(port === null ? request.cf : await dialer.dial(Number(port)));
  },
};`;

const SETTINGS = {
  name: 'sallyport',
  main: 'worker.js',
  compatibility_date: '2026-09-18',
  no_bundle: true,
  durable_objects: { bindings: [{ name: 'DIALER', class_name: 'Dialer' }] },
  migrations: [{ tag: 'v1', new_sqlite_classes: ['Dialer'] }],
};

/** Runs the small Worker above. */
async function start(cf?: Record<string, unknown>): Promise<RunningWorker> {
  const localDir = makeTemporaryFolder('runtime');
  onTestFinished(() => rmSync(localDir, { recursive: true, force: true }));
  const folder = join(localDir, 'built/sallyport');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'worker.js'), WORKER);
  writeFileSync(join(folder, 'wrangler.json'), JSON.stringify(SETTINGS));
  const built = join(localDir, 'built');
  const watchdog = startWatchdog();
  onTestFinished(() => watchdog.stop());
  const worker = await startWorker({ built, port: 0, vars: {}, localDir, watchdog, cf });
  onTestFinished(async () => await worker.stop());
  return worker;
}

/** The address of the small Worker above, which runs. */
async function run(cf?: Record<string, unknown>): Promise<string> {
  const { port } = await start(cf);
  return `http://127.0.0.1:${port}`;
}

test('the place a request comes from is the one that was given', async () => {
  const url = await run({ city: 'Lisbon', country: 'PT' });
  expect(await (await fetch(url)).json()).toMatchObject({ city: 'Lisbon', country: 'PT' });
});

test('without a place the Worker knows of none', async () => {
  const place = await (await fetch(await run())).json<Record<string, unknown>>();
  for (const name of ['city', 'country', 'region', 'timezone', 'latitude', 'asn']) {
    expect(place).not.toHaveProperty(name);
  }
});

test('a Durable Object may open TCP connections to this machine', async () => {
  const server = createServer((socket) => socket.end('220 hello')).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const answer = await fetch(`${await run()}/?port=${port}`);
  expect(await answer.json()).toEqual(['220 hello', '220 hello']);
});

test('the scheduled handler runs without stopping the thread that reads what the Worker logs', async () => {
  const worker = await start();
  const wait = vi.spyOn(Atomics, 'wait');
  onTestFinished(() => wait.mockRestore());
  await worker.runScheduled();
  expect(wait).not.toHaveBeenCalled();
  const runs = await fetch(`http://127.0.0.1:${worker.port}/scheduled-runs`);
  expect(await runs.text()).toBe('1');
});

// npm run bench:hashing: latency of sign-ins under load, and of `me` at the same time.
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { Agent, request, type IncomingMessage, type RequestOptions } from 'node:http';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

import { childrenNamed } from '../dev/process-identity.ts';
import { startStack, type Stack } from '../dev/stack.ts';
import { makeTemporaryFolder } from '../dev/temporary-folder.ts';

const RATES = [5, 10, 15, 20, 25, 30, 40, 60, 80];
const SECONDS = 6;
const BURST = 64;
const BURSTS = 5;
const TICKS_PER_SECOND = 100;

const say = (line: string) => process.stdout.write(`${line}\n`);
const agent = new Agent({ keepAlive: true, maxSockets: 512 });
let clients = 0;

interface Answer {
  readonly status: number;
  readonly milliseconds: number;
  readonly cookie: string;
}

/** One request of a client with its own address. */
async function send(port: number, path: string, body: object | null, cookie = ''): Promise<Answer> {
  clients += 1;
  const headers = {
    cookie,
    'content-type': 'application/json',
    'cf-connecting-ip': body
      ? `10.${clients >> 16}.${(clients >> 8) & 255}.${clients & 255}`
      : '192.0.2.1',
  };
  const startedAt = performance.now();
  const response = await answerTo({ port, path, method: body ? 'POST' : 'GET', headers }, body);
  response.resume();
  await once(response, 'end');
  return {
    status: response.statusCode ?? 0,
    milliseconds: performance.now() - startedAt,
    cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
  };
}

/** An idle connection may be closed just as it is used again; then the request is sent once more, as a browser does. */
async function answerTo(options: RequestOptions, body: object | null): Promise<IncomingMessage> {
  const sent = request({ agent, host: '127.0.0.1', ...options });
  sent.end(body ? JSON.stringify(body) : undefined);
  try {
    const [response]: IncomingMessage[] = await once(sent, 'response');
    if (response) {
      return response;
    }
  } catch (error) {
    if (!sent.reusedSocket) {
      throw error;
    }
  }
  return await answerTo(options, body);
}

/** A sign-in for an unknown address: the same look-up and the same hash as any other. */
async function logIn(port: number): Promise<Answer> {
  return await send(port, '/api/auth/login', {
    email: `nobody-${clients}@example.com`,
    password: 'quiet otters walk seven dogs',
  });
}

function at(share: number, answers: readonly Answer[]): string {
  const sorted = answers.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return (value === undefined ? '–' : value.toFixed(0)).padStart(6);
}

/** CPU seconds of workerd so far. */
function cpuSeconds(): number {
  const ticks = childrenNamed(process.pid, 'workerd').map(({ pid }) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, value) => sum + value, 0) / TICKS_PER_SECOND;
}

/** Probes `me`, one request after the other, until `done` is settled. */
async function probesDuring(port: number, cookie: string, done: Promise<unknown>) {
  const ended = new AbortController();
  done.finally(() => ended.abort()).catch(() => {});
  const probes: Answer[] = [];
  while (!ended.signal.aborted) {
    probes.push(await send(port, '/api/auth/me', null, cookie));
    await sleep(2);
  }
  return probes;
}

/** Sends sign-ins at an even rate, whether or not earlier ones were answered. */
async function offered(port: number, perSecond: number): Promise<Answer[]> {
  const under: Promise<Answer>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < perSecond * SECONDS; index++) {
    await sleep(Math.max(0, startedAt + (index / perSecond) * 1000 - performance.now()));
    under.push(logIn(port));
  }
  return await Promise.all(under);
}

async function row(port: number, cookie: string, name: string, act: () => Promise<Answer[]>) {
  const [cpuBefore, startedAt] = [cpuSeconds(), performance.now()];
  const acting = act();
  const probes = await probesDuring(port, cookie, acting);
  const logins = await acting;
  const cores = (cpuSeconds() - cpuBefore) / ((performance.now() - startedAt) / 1000);
  const done = logins.filter(({ status }) => status === 401);
  const refused = logins.filter(({ status }) => status === 503).length;
  say(
    `${name.padEnd(22)} ${at(0.5, done)} ${at(0.95, done)}   ${String(refused).padStart(5)}/${String(logins.length).padEnd(5)} ${at(0.5, probes)} ${at(0.95, probes)}   ${cores.toFixed(2)}`,
  );
}

async function measure({ port }: Stack): Promise<void> {
  const person = { email: 'somebody@example.com', password: 'quiet otters walk seven dogs' };
  await send(port, '/api/auth/register', person);
  const { cookie } = await send(port, '/api/auth/login', person);
  say('                         sign-in ms      refused        me ms        cores');
  say('                          p50    p95                  p50    p95     of workerd');
  await row(port, cookie, 'warming up', async () => await offered(port, 5));
  await row(port, cookie, 'no sign-ins', async () => {
    await sleep(SECONDS * 1000);
    return [];
  });
  for (let burst = 0; burst < BURSTS; burst++) {
    await row(
      port,
      cookie,
      `${BURST} at once`,
      async () => await Promise.all(Array.from({ length: BURST }, async () => await logIn(port))),
    );
  }
  for (const rate of RATES) {
    await row(port, cookie, `${rate} a second`, async () => await offered(port, rate));
  }
}

const folder = makeTemporaryFolder('bench-hashing');
const built = process.env['BUILT'];
const stack = await startStack({
  port: 0,
  localDir: join(folder, 'local'),
  devVars: false,
  vars: { APP_ENC_KEY: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64') },
  ...(built && { built }),
});
try {
  await measure(stack);
} finally {
  agent.destroy();
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

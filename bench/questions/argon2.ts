import { argon2Sync } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';

import { buildBundle } from '../build-bundle.ts';
import type { Context } from '../context.ts';
import { digits, median, ratio } from '../report/table.ts';
import { cpuMilliseconds, residentMiB } from '../workerd/process-cost.ts';
import { startWorkerd } from '../workerd/start-workerd.ts';
import type { Question } from './question.ts';

const ROUNDS = 9;
const HASHES = 20;
const LOGINS = 200;

/** (f) One hash in workerd compared with Node's, which is OpenSSL's, and the memory in use after sign-ins. */
export const argon2: Question = {
  name: 'argon2',
  aboutScenes: false,
  async ask(context) {
    const { workerd, native } = await hashTimes(context);
    const memory = await memoryOfLogins(context);
    const figures = {
      'argon2.workerd.milliseconds': workerd,
      'argon2.native.milliseconds': native,
      ...memory,
    };
    const hashes = {
      title: `Argon2id, m=19456 t=2 p=1: CPU ms of one hash, median of ${ROUNDS} interleaved rounds`,
      columns: ['', 'ms', "to Node's"],
      rows: [
        ['in workerd, our module', digits(workerd), ratio(workerd, native)],
        [`Node ${process.versions.node}, crypto.argon2`, digits(native), ''],
      ],
    };
    const rows = [
      ['before', digits(memory['memory.before'])],
      [`after ${LOGINS} logins`, digits(memory['memory.after'])],
    ];
    const title = 'Resident memory of the Worker, MiB';
    return { tables: [hashes, { title, columns: ['', 'MiB'], rows }], figures };
  },
};

async function hashTimes({ folder, database, load }: Context) {
  const root = join(import.meta.dirname, '..');
  const built = await buildBundle(root, 'argon2-worker.ts', join(folder, 'argon2'));
  const worker = await startWorkerd({
    parts: { folder: built, vars: {} },
    stateFolder: join(folder, 'state-argon2'),
    path: '/?hashes=1',
    watchdog: database.watchdog,
  });
  const requests = [`GET /?hashes=${HASHES} HTTP/1.1\r\nhost: bench.example\r\n\r\n`];
  const times = { workerd: [] as number[], native: [] as number[] };
  try {
    for (let round = -1; round < ROUNDS; round++) {
      const before = cpuMilliseconds(worker.pid);
      const order = { port: worker.port, connections: 1, requests, milliseconds: 60_000, most: 1 };
      await load.apply(order);
      const inWorkerd = (cpuMilliseconds(worker.pid) - before) / HASHES;
      const native = nativeMilliseconds();
      if (round >= 0) {
        times.workerd.push(inWorkerd);
        times.native.push(native);
      }
    }
  } finally {
    await worker.stop();
  }
  return { workerd: median(times.workerd), native: median(times.native) };
}

function nativeMilliseconds(): number {
  const before = process.cpuUsage();
  for (let made = 0; made < HASHES; made++) {
    argon2Sync('argon2id', {
      message: 'quiet otters walk nine dogs',
      nonce: Buffer.alloc(16),
      parallelism: 1,
      tagLength: 32,
      memory: 19_456,
      passes: 2,
    });
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / HASHES;
}

async function memoryOfLogins(context: Context) {
  const { ours } = await context.subjects();
  const { pid, port } = ours.workerd;
  const before = residentMiB(pid);
  const requests = (await ours.scenes.login?.(LOGINS)) ?? [];
  await context.load.apply({
    port,
    connections: 16,
    requests,
    milliseconds: 120_000,
    most: LOGINS,
  });
  return { 'memory.before': before, 'memory.after': residentMiB(pid) };
}

// npm run bench:limits: what a check of the limiter costs, compared with an object that does nothing.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { convertV4MiniflareOptions, Miniflare, NoOpLog } from 'miniflare';
import { build } from 'vite';

import { childrenNamed } from '../dev/process-identity.ts';

const LANES = 64;
const COUNT = 20_000;
const ROUNDS = 5;
const ADDRESSES = 100_000;
const BATCH = 10_000;

const say = (line: string) => process.stdout.write(`${line}\n`);

async function bundle(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      minify: false,
      lib: {
        entry: join(import.meta.dirname, 'limits-worker.ts'),
        formats: ['es'],
        fileName: () => 'worker.js',
      },
      rollupOptions: { external: ['cloudflare:workers'] },
    },
  });
  return readFileSync(join(folder, 'worker.js'), 'utf8');
}

async function startWorker(folder: string): Promise<Miniflare> {
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: 0,
      cf: false,
      log: new NoOpLog(),
      telemetry: { enabled: false },
      resourcePersistencePath: join(folder, 'objects'),
      modules: true,
      script: await bundle(folder),
      compatibilityDate: '2026-09-18',
      durableObjects: {
        RATE_LIMITER: { className: 'RateLimiter', useSQLite: true },
        BARE: { className: 'BareObject', useSQLite: true },
      },
    }),
  );
  await worker.ready;
  return worker;
}

interface Load {
  readonly kind: string;
  readonly count?: number;
  readonly from?: number;
  readonly shards?: number;
}

/** Checks per second of one request that makes them all. */
async function rate(
  url: URL,
  { kind, count = COUNT, from = 0, shards = 1 }: Load,
): Promise<number> {
  const query = new URLSearchParams({
    kind,
    count: String(count),
    from: String(from),
    shards: String(shards),
    lanes: String(LANES),
  });
  const startedAt = performance.now();
  // A new connection: a kept one may be closed when the next round begins.
  const response = await fetch(new URL(`/?${query}`, url), { headers: { connection: 'close' } });
  await response.arrayBuffer();
  if (!response.ok) {
    throw new Error(`the bench worker answered ${response.status}`);
  }
  return (count / (performance.now() - startedAt)) * 1000;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Resident memory of our workerd processes, in MiB. */
function residentMiB(): number {
  const kib = childrenNamed(process.pid, 'workerd').map(({ pid }) => {
    const [, text = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(text);
  });
  return kib.reduce((sum, value) => sum + value, 0) / 1024;
}

const kinds = ['bare', 'hot', 'pair', 'fresh', 'lockout'] as const;
type Kind = (typeof kinds)[number];

export const limitNames: Readonly<Record<Kind, string>> = {
  bare: 'an object that does nothing (the ceiling)',
  hot: 'one window, one hot key',
  pair: 'two windows side by side (pairs)',
  fresh: 'one shard, every client new, each written',
  lockout: 'account lockouts, each reserved and forgiven (pairs)',
};

/** Checks a second of each kind, in interleaved rounds, so that a slow moment of the machine affects all kinds. */
export async function limitRates(rounds: number): Promise<ReadonlyMap<Kind, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
  const worker = await startWorker(folder);
  try {
    return await compare(await worker.ready, rounds);
  } finally {
    await worker.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(url: URL, rounds: number): Promise<ReadonlyMap<Kind, number>> {
  const rates = new Map<Kind, number[]>(kinds.map((kind) => [kind, []]));
  for (const kind of kinds) {
    await rate(url, { kind, count: 2000 });
  }
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) {
      rates
        .get(kind)
        ?.push(await rate(url, { kind, count: kind === 'lockout' ? COUNT / 10 : COUNT }));
    }
  }
  return new Map(kinds.map((kind) => [kind, median(rates.get(kind) ?? [])]));
}

/** A hundred thousand new addresses on `shards` objects: the rate, and the memory that stays in use. */
async function flood(shards: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
  const worker = await startWorker(folder);
  const url = await worker.ready;
  await rate(url, { kind: 'addresses', count: shards * 2, shards });
  const before = residentMiB();
  const rates: number[] = [];
  for (let from = 0; from < ADDRESSES; from += BATCH) {
    rates.push(await rate(url, { kind: 'addresses', count: BATCH, from, shards }));
  }
  const after = residentMiB();
  for (let from = 0; from < ADDRESSES; from += BATCH) {
    await rate(url, { kind: 'addresses', count: BATCH, from: from + ADDRESSES, shards });
  }
  const twice = residentMiB();
  const sizes = [before, after, twice].map((size) => size.toFixed(0).padStart(4)).join(' → ');
  say(
    `${String(shards).padStart(5)} shards ${median(rates).toFixed(0).padStart(8)}/s   resident MiB before, after 100,000, after 200,000: ${sizes}`,
  );
  await worker.dispose();
  rmSync(folder, { recursive: true, force: true });
}

if (import.meta.main) {
  say(`Limiter, ${COUNT} checks by ${LANES} lanes, median of ${ROUNDS} interleaved rounds`);
  const rates = await limitRates(ROUNDS);
  for (const [kind, perSecond] of rates) {
    const ofCeiling = (perSecond / (rates.get('bare') ?? perSecond)).toFixed(2);
    say(
      `${limitNames[kind].padEnd(60)} ${perSecond.toFixed(0).padStart(8)}/s   ${ofCeiling} of the ceiling`,
    );
  }
  say('New addresses');
  for (const shards of [256, 512, 1024]) {
    await flood(shards);
  }
}

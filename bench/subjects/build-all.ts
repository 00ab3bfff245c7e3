import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { buildWorker } from '../../dev/worker-build.ts';
import { buildBundle } from '../build-bundle.ts';
import { withoutHash } from './without-hash.ts';

/** Folders with an `index.js` each. */
export interface Builds {
  readonly ours: string;
  readonly oursWithoutHash: string;
  readonly betterAuth: string;
  readonly bare: string;
}

const PEERS = join(import.meta.dirname, '../peers');

/** The production build, the same without its hash, and the peers'. Installs the peers' packages on first use. */
export async function buildAll(outDir: string, say: (line: string) => void): Promise<Builds> {
  installPeers(say);
  say('building the Workers …');
  const ours = join(await buildWorker(join(outDir, 'ours')), 'sallyport');
  return {
    ours,
    oursWithoutHash: withoutHash(ours, join(outDir, 'ours-without-hash')),
    betterAuth: await buildBundle(PEERS, 'better-auth.ts', join(outDir, 'better-auth')),
    bare: await buildBundle(PEERS, 'bare.ts', join(outDir, 'bare')),
  };
}

/** `npm ci` in bench/peers, unless what its lock file says is there already. */
function installPeers(say: (line: string) => void): void {
  const lock = readFileSync(join(PEERS, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  const stamp = join(PEERS, 'node_modules/.bench-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return;
  }
  say("installing the peers' packages (npm ci in bench/peers; once) …");
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: PEERS,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    throw new Error('npm ci in bench/peers failed: see its messages above.');
  }
  writeFileSync(stamp, wanted);
}

/** The version of a peer's package, as installed, or that it is not. */
export function peerVersion(name: string): string {
  const path = join(PEERS, 'node_modules', name, 'package.json');
  if (!existsSync(path)) {
    return 'not installed';
  }
  const file = readFileSync(path, 'utf8');
  const { version }: { version: string } = JSON.parse(file);
  return version;
}

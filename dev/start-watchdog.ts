import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { identify, type ProcessIdentity } from './process-identity.ts';
import type { WatchdogOrder } from './watchdog.ts';

export type Watchdog = {
  /** Ends this very process with `signal` (after 3 s with SIGKILL) should we die without stopping it. */
  watchProcess(process: ProcessIdentity | number, signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void;
  /** Removes a JSON file that names our pid. */
  watchFile(path: string): void;
  /** Removes a temporary folder. */
  watchFolder(path: string): void;
  /** All was stopped in good order: it has nothing to do. */
  stop(): void;
};

/**
 * Starts the process that cleans up after us, in whatever way we end. It is in a session of its own, so Ctrl-C and a
 * closing terminal do not reach it.
 */
export function startWatchdog(): Watchdog {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'watchdog.ts')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  child.unref();
  child.stdin.on('error', () => {}); // it was killed: then there is nobody to tell
  const tell = (order: WatchdogOrder) => child.stdin.write(`${JSON.stringify(order)}\n`);

  return {
    watchProcess(target, signal) {
      const identity = typeof target === 'number' ? identify(target) : target;
      if (identity) {
        tell({ kind: 'process', identity, signal });
      }
    },
    watchFile: (path) => void tell({ kind: 'file', path, pid: process.pid }),
    watchFolder: (path) => void tell({ kind: 'folder', path }),
    stop() {
      tell({ kind: 'done' });
      child.stdin.end();
    },
  };
}

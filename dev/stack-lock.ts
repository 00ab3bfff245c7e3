import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import * as z from 'zod/mini';
import { identify, isRunning } from './process-identity.ts';
import { StartProblem } from './start-problem.ts';

const holderSchema = z.object({ pid: z.number(), name: z.string(), started: z.string() });

/**
 * Takes `localDir` for this process and returns the lock's path. Throws a StartProblem when another stack that is
 * still running has it; what a dead one left is taken over.
 */
export function lockLocalDir(localDir: string): string {
  const path = join(localDir, 'stack.lock');
  const holder = readHolder(path);
  if (holder && isRunning(holder)) {
    throw new StartProblem(
      `A stack is running in ${localDir} already (process ${holder.pid}). Stop it, or use another folder and port: LOCAL_DIR=.local-2 PORT=8788 npm start`,
    );
  }
  rmSync(path, { force: true });
  // wx: of two that start at the same moment, one fails here.
  writeFileSync(path, JSON.stringify(identify(process.pid)), { flag: 'wx' });
  return path;
}

function readHolder(path: string) {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null; // none, or cut short
  }
}

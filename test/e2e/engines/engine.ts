import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A browser engine beside Chromium, which Playwright drives. */
export interface Engine {
  readonly name: string;
  /** The programs it is started with, and Debian's packages for them. */
  readonly programs: readonly string[];
  readonly packages: string;
  /** A window with nothing kept from before. `folder` is where it may write. */
  readonly open: (folder: string) => Promise<Tab>;
}

/** What a test does with a window. */
export interface Tab {
  /** Goes to an address and waits until the page is loaded. */
  readonly go: (url: string) => Promise<void>;
  /** Runs a script's expression in the page. Its value comes back as JSON does. */
  readonly run: (expression: string) => Promise<unknown>;
  /** Types into whatever has the focus, key by key. */
  readonly type: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The sentence that says what is missing on this machine; null where the engine can be started. */
export function missingPart({ name, programs, packages }: Engine): string | null {
  const missing = programs.filter((program) => !existsSync(program));
  return missing.length === 0
    ? null
    : `There is no ${name} on this machine (no ${missing.join(', ')}): install Debian's ${packages}.`;
}

/** Starts a program that leads a group of its own and knows no home but `folder`. */
export function start(program: string, args: readonly string[], env: Record<string, string>) {
  return spawn(program, args, {
    detached: true,
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Ends a program with all it has started. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) {
    return;
  }
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGKILL');
  await gone;
}

/** What a program says first that fits. Throws when it ends before. */
export async function said(child: ChildProcess, fits: RegExp): Promise<string> {
  return await new Promise((resolve, reject) => {
    let text = '';
    const listen = (chunk: Buffer) => {
      text += chunk.toString();
      const found = fits.exec(text);
      if (found) {
        resolve(found[1] ?? found[0]);
      }
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${child.spawnfile} ended: ${text}`)));
  });
}

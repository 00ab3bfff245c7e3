import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';

/** Which process a pid meant when it was noted: pids are handed out again, start times are not. */
export type ProcessIdentity = { pid: number; name: string; started: string };

type Entry = ProcessIdentity & { parent: number };

/** The running process behind `pid`, or null when there is none (a zombie counts as none). */
export function identify(pid: number): ProcessIdentity | null {
  const entry =
    process.platform === 'linux' ? fromProc(pid) : (fromPs(['-p', String(pid)])[0] ?? null);
  return entry && { pid: entry.pid, name: entry.name, started: entry.started };
}

/** True while the very process that was identified is still running. */
export function isRunning(identity: ProcessIdentity): boolean {
  const now = identify(identity.pid);
  return now !== null && now.name === identity.name && now.started === identity.started;
}

/** The direct children of `parent` whose command is `name`. */
export function childrenNamed(parent: number, name: string): ProcessIdentity[] {
  return everyProcess()
    .filter((entry) => entry.parent === parent && entry.name === name)
    .map(({ pid, started }) => ({ pid, name, started }));
}

/** The words this process was started with, joined by blanks; empty when it is gone. */
export function commandLine(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

function everyProcess(): Entry[] {
  if (process.platform !== 'linux') {
    return fromPs(['-A']);
  }
  return readdirSync('/proc')
    .filter((folder) => /^\d+$/.test(folder))
    .flatMap((folder) => fromProc(Number(folder)) ?? []);
}

/** Reads /proc/<pid>/stat (proc(5)): minimal images have no `ps`. */
function fromProc(pid: number): Entry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command is in brackets and may hold brackets and blanks itself.
    const end = stat.lastIndexOf(')');
    const fields = stat.slice(end + 2).split(' ');
    const [state, parent, started] = [fields[0], fields[1], fields[19]];
    if (state === 'Z' || state === 'X' || started === undefined) {
      return null;
    }
    return { pid, name: stat.slice(stat.indexOf('(') + 1, end), started, parent: Number(parent) };
  } catch {
    return null; // it ended
  }
}

function fromPs(selection: string[]): Entry[] {
  try {
    const columns = ['-o', 'pid=,ppid=,state=,lstart=,comm='];
    const lines = execFileSync('ps', [...selection, ...columns], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    return lines.split('\n').flatMap((line) => {
      const found = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.+)$/.exec(line);
      if (!found || found[3]?.startsWith('Z')) {
        return [];
      }
      const [, pid, parent, , started = '', command = ''] = found;
      return [
        { pid: Number(pid), parent: Number(parent), started, name: basename(command.trim()) },
      ];
    });
  } catch {
    return []; // ps exits with 1 when nothing matches
  }
}

import { readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second, on every Linux that Node runs on (proc(5), CLK_TCK). */
const MILLISECONDS_PER_TICK = 10;

/** CPU time all threads of a process have used so far, in ms, user and system together; a step is 10 ms. */
export function cpuMilliseconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command is in brackets and may contain brackets and blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MILLISECONDS_PER_TICK;
}

/** Resident memory of a process, in MiB. */
export function residentMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { Context } from '../context.ts';
import { digits, median, ratio } from '../report/table.ts';
import { startBareWorker } from '../subjects/bare.ts';
import { startPeerWorker } from '../subjects/better-auth.ts';
import { newKey, startOurWorker } from '../subjects/ours.ts';
import type { Workerd } from '../workerd/start-workerd.ts';
import { coreFiles } from './core-files.ts';
import type { Question } from './question.ts';

const STARTS = 11;
const KIBIBYTE = 1024;

/** (g) The size of what must be loaded, and the time from the start of the process to its first 200. */
export const start: Question = {
  name: 'start',
  aboutScenes: false,
  async ask(context) {
    const builds = await context.builds();
    const folders = { ours: builds.ours, betterAuth: builds.betterAuth, bare: builds.bare };
    const times = await startTimes(context);
    const figures: Record<string, number> = {};
    for (const [key, folder] of Object.entries(folders)) {
      figures[`start.${key}.milliseconds`] = median(times[key] ?? []);
      figures[`size.${key}.coreKiB`] = gzipKiB(folder, coreFiles(folder));
      figures[`size.${key}.lazyKiB`] = gzipKiB(folder, lazyFiles(folder));
    }
    const rows = Object.keys(folders).map((key) => rowOf(key, figures, times[key] ?? []));
    const columns = [
      '',
      'core, KiB gzip',
      'loaded later',
      'spawn to first 200, ms',
      'least to most',
      'ours to theirs',
    ];
    const title = `Size of the Worker, and its start (median of ${STARTS} interleaved)`;
    return { tables: [{ title, columns, rows, note: NOTE }], figures };
  },
};

const names: Readonly<Record<string, string>> = {
  ours: 'Sallyport',
  betterAuth: 'better-auth',
  bare: 'bare Worker',
};

function rowOf(key: string, figures: Readonly<Record<string, number>>, times: readonly number[]) {
  const time = median(times);
  return [
    names[key] ?? key,
    digits(figures[`size.${key}.coreKiB`] ?? 0),
    digits(figures[`size.${key}.lazyKiB`] ?? 0),
    digits(time),
    [Math.min(...times), Math.max(...times)].map(digits).join(' to '),
    key === 'ours' ? '' : ratio(figures['start.ours.milliseconds'], time),
  ];
}

const NOTE =
  'Core is the entry and everything it imports before it can run; the Argon2 module (28 KiB) is counted with neither.';

function gzipKiB(folder: string, files: readonly string[]): number {
  const bytes = files.map((file) => gzipSync(readFileSync(join(folder, file))).length);
  return bytes.reduce((sum, one) => sum + one, 0) / KIBIBYTE;
}

function lazyFiles(folder: string): string[] {
  const core = new Set(coreFiles(folder));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.js') && !core.has(file),
  );
}

async function startTimes(context: Context): Promise<Record<string, number[]>> {
  const builds = await context.builds();
  const { watchdog, appDatabaseUrl } = context.database;
  const stateFolder = join(context.folder, 'state-starts');
  const peer = { databaseUrl: context.peers.neonUrl, stateFolder, watchdog };
  const starts: Record<string, () => Promise<Workerd>> = {
    ours: async () =>
      await startOurWorker({
        name: 'start',
        folder: builds.ours,
        stateFolder,
        databaseUrl: appDatabaseUrl,
        appEncKey: context.appEncKey,
        watchdog,
      }),
    betterAuth: async () =>
      await startPeerWorker(
        { ...peer, folder: builds.betterAuth, secret: newKey() },
        'as it ships',
      ),
    bare: async () => await startBareWorker({ ...peer, folder: builds.bare }),
  };
  const times: Record<string, number[]> = {};
  for (let round = 0; round < STARTS; round++) {
    for (const [key, open] of Object.entries(starts)) {
      const workerd = await open();
      (times[key] ??= []).push(workerd.startedInMilliseconds);
      await workerd.stop();
    }
  }
  return times;
}

import type { Watchdog } from '../../dev/start-watchdog.ts';
import { startWorkerd, type Workerd } from '../workerd/start-workerd.ts';
import { rawRequest, type Subject } from './subject.ts';

export interface BareParts {
  readonly folder: string;
  readonly stateFolder: string;
  readonly databaseUrl: string;
  readonly watchdog: Watchdog;
}

export async function startBareWorker(parts: BareParts): Promise<Workerd> {
  return await startWorkerd({
    stateFolder: parts.stateFolder,
    path: '/',
    watchdog: parts.watchdog,
    parts: { folder: parts.folder, vars: { DATABASE_URL: parts.databaseUrl } },
  });
}

const one = async () => [rawRequest({ path: '/one' })];

/** The ceiling: Hono and one query. */
export async function startBare(parts: BareParts): Promise<Subject> {
  const workerd = await startBareWorker(parts);
  return { name: 'bare Worker', workerd, scenes: { one, me: one } };
}

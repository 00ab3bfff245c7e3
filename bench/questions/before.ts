import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

import { buildWorker } from '../../dev/worker-build.ts';
import type { Context } from '../context.ts';
import { digits, median, type Answer } from '../report/table.ts';
import { startOurs } from '../subjects/ours.ts';
import type { SceneName, Subject } from '../subjects/subject.ts';
import { HASH_OF_NOTHING, withoutHash } from '../subjects/without-hash.ts';
import { costOfOne } from './cpu.ts';
import type { Question } from './question.ts';

const ROUNDS = 9;
const KEYS = ['before', 'now'] as const;

type Costs = Readonly<Record<(typeof KEYS)[number], readonly number[]>>;

/**
 * CPU time of one request in an earlier build (a folder with `index.js` and `wrangler.json`) and in today's, in turns:
 * each round gives one ratio. Both speak with one database, so the earlier build knows today's tables.
 */
export function before(folder: string): Question {
  return {
    name: 'before',
    aboutScenes: true,
    async ask(context, scenes) {
      const subjects = await startBoth(context, folder);
      const rows: string[][] = [];
      const figures: Record<string, number> = {};
      for (const scene of scenes) {
        const costs = await measure(context, scene, subjects);
        const ratios = costs.now.map((now, round) => now / (costs.before[round] ?? now));
        figures[`before.${scene}.ratio`] = median(ratios);
        rows.push([scene, ...KEYS.map((key) => digits(median(costs[key]))), ...described(ratios)]);
      }
      for (const key of KEYS) {
        await subjects[key].workerd.stop();
      }
      return answer(rows, figures);
    },
  };
}

function described(ratios: readonly number[]): string[] {
  const range = [Math.min(...ratios), Math.max(...ratios)].map((one) => one.toFixed(2));
  return [median(ratios).toFixed(3), range.join(' to ')];
}

function answer(rows: string[][], figures: Record<string, number>): Answer {
  const title = `CPU ms of one request before and now, the hash taken out, ${ROUNDS} rounds in turns`;
  const columns = ['', 'before', 'now', 'now to before', 'least to most'];
  return { tables: [{ title, columns, rows }], figures };
}

async function measure(
  context: Context,
  scene: SceneName,
  subjects: Readonly<Record<(typeof KEYS)[number], Subject>>,
): Promise<Costs> {
  const costs = { before: [] as number[], now: [] as number[] };
  for (let round = -1; round < ROUNDS; round++) {
    for (const key of round % 2 === 0 ? KEYS : KEYS.toReversed()) {
      const subject = subjects[key];
      const play = subject.scenes[scene];
      if (!play) {
        throw new RangeError(`nobody plays ${scene}`);
      }
      const cost = await costOfOne(context, { key, subject, scene: play }, scene);
      if (round >= 0) {
        costs[key].push(cost); // the round before warmed it up
      }
    }
  }
  return costs;
}

async function startBoth(context: Context, earlier: string) {
  const { database, folder, appEncKey } = context;
  context.say('building and starting both …');
  const today = join(await buildWorker(join(folder, 'now')), 'sallyport');
  const client = new pg.Client({ connectionString: database.ownerUrl });
  client.on('error', () => {}); // the database is stopped before the client when something failed
  await client.connect();
  const start = async (key: string, built: string) =>
    await startOurs(
      {
        name: key,
        folder: withoutHash(built, join(folder, `${key}-without-hash`)),
        stateFolder: join(folder, `state-${key}`),
        databaseUrl: database.appDatabaseUrl,
        appEncKey,
        watchdog: database.watchdog,
      },
      client,
      HASH_OF_NOTHING,
    );
  readFileSync(join(earlier, 'wrangler.json')); // before anything is started: a folder that is none is the usual mistake
  return { before: await start('before', earlier), now: await start('now', today) };
}

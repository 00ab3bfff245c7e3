import type { Context } from '../context.ts';
import { digits, median, ratio, type Answer } from '../report/table.ts';
import type { SceneName } from '../subjects/subject.ts';
import { cpuMilliseconds } from '../workerd/process-cost.ts';
import { contenders, type Contender, type Question } from './question.ts';

const ROUNDS = 3;
const CONNECTIONS = 16;
/** Enough requests that the kernel's step of 10 ms is less than a hundredth of the measured time. */
const REQUESTS: Readonly<Record<SceneName, number>> = {
  one: 2000,
  me: 2000,
  status: 2000,
  login: 600,
  verify: 400,
};

/**
 * (b) CPU time of the Worker's process for one request. The Workers run without their password hash: ours with an
 * Argon2 module that does nothing, better-auth with a hash of its own options that does nothing.
 */
export const cpu: Question = {
  name: 'cpu',
  aboutScenes: true,
  async ask(context, scenes) {
    const all = await context.subjects();
    const figures: Record<string, number> = {};
    // All are compared with the bare Worker, so it is measured in the same rounds as each scene.
    const ceiling = contenders(all, 'me', { hashed: false }).find(({ key }) => key === 'bare');
    const rows: string[][] = [];
    for (const scene of scenes) {
      const cast = contenders(all, scene, { hashed: false });
      if (ceiling && scene !== 'me') {
        cast.push(ceiling);
      }
      const costs = await measure(context, scene, cast);
      for (const [key, cost] of Object.entries(costs)) {
        figures[`cpu.${scene}.${key}`] = cost;
      }
      const cell = (key: string) => (key in costs ? digits(costs[key] ?? 0) : '–');
      rows.push([
        scene,
        ...['ours', 'betterAuth', 'cookieCache', 'bare'].map(cell),
        ratio(costs['ours'], costs['bare']),
        ratio(costs['ours'], costs['betterAuth']),
      ]);
    }
    return answer(rows, figures);
  },
};

function answer(rows: string[][], figures: Record<string, number>): Answer {
  const title = `CPU ms of the Worker for one request, the hash taken out, ${CONNECTIONS} connections, median of ${ROUNDS} interleaved rounds`;
  const columns = [
    '',
    'Sallyport',
    'better-auth',
    'with cookie cache',
    'bare Worker',
    'to the bare Worker',
    'to better-auth',
  ];
  return { tables: [{ title, columns, rows }], figures };
}

async function measure(context: Context, scene: SceneName, cast: readonly Contender[]) {
  const costs: Record<string, number[]> = {};
  for (let round = -1; round < ROUNDS; round++) {
    for (const contender of cast) {
      const cost = await costOfOne(context, contender, contender.key === 'bare' ? 'one' : scene);
      if (round >= 0) {
        (costs[contender.key] ??= []).push(cost); // the round before warmed it up
      }
    }
  }
  return Object.fromEntries(Object.entries(costs).map(([key, list]) => [key, median(list)]));
}

/** CPU milliseconds of the contender's process for one of as many requests as that scene is measured by. */
export async function costOfOne(context: Context, { subject, scene }: Contender, name: SceneName) {
  const most = REQUESTS[name];
  const requests = await scene(most);
  const { pid, port } = subject.workerd;
  const before = cpuMilliseconds(pid);
  const load = { port, connections: CONNECTIONS, requests, milliseconds: 1500, most };
  const { count } = await context.load.apply(load);
  return (cpuMilliseconds(pid) - before) / count;
}

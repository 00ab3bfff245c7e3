import type { Context } from '../context.ts';
import type { LoadReport } from '../load/load-report.ts';
import { digits, median, ratio, type Table } from '../report/table.ts';
import type { SceneName } from '../subjects/subject.ts';
import { contenders, type Contender, type Question } from './question.ts';

const CONNECTIONS = [1, 16, 64] as const;
/** A sign-in takes long, so each round is long, too. */
const ROUNDS: Readonly<Partial<Record<SceneName, number>>> = { login: 2 };
/** Each verification needs its own person, and there are 600. */
const MOST: Readonly<Partial<Record<SceneName, number>>> = { verify: 300 };

interface Circumstances {
  readonly name: string;
  readonly title: string;
  readonly rounds: number;
  readonly milliseconds: number;
  /** The extra delay of each call of the database. */
  readonly delayMs: number;
  readonly leavesOut?: readonly SceneName[];
}

/** Requests that warm up each Worker before it is measured, so that hot code is compiled. */
const WARM_MILLISECONDS = 2000;
const WARM_CONNECTIONS = 16;

/** (c) With a local database. */
export const throughput = underLoad({
  name: 'throughput',
  title: 'local database',
  rounds: 3,
  milliseconds: 800,
  delayMs: 0,
});

/** (d) With a database in a neighbouring region. */
export const delayed = underLoad({
  name: 'delayed',
  title: '20 ms more for each call of the database',
  rounds: 2,
  milliseconds: 800,
  delayMs: 20,
  leavesOut: ['status'], // it waits as often as "me", and the peers do not have it
});

function underLoad(circumstances: Circumstances): Question {
  return {
    name: circumstances.name,
    aboutScenes: true,
    async ask(context, scenes) {
      const left = scenes.filter((name) => circumstances.leavesOut?.includes(name) !== true);
      if (left.length === 0) {
        context.say(`${circumstances.name} does not measure ${scenes.join(', ')}`);
        return { tables: [], figures: {} };
      }
      const all = await context.subjects();
      const figures: Record<string, number> = {};
      const tables: Table[] = [];
      for (const scene of left) {
        const cast = contenders(all, scene, { hashed: true });
        await warmUp(context, scene, cast);
        const rows: string[][] = [];
        for (const connections of CONNECTIONS) {
          const reports = await measure(context, { ...circumstances, scene, cast, connections });
          for (const [key, report] of Object.entries(reports)) {
            for (const name of ['perSecond', 'p50', 'p95', 'p99'] as const) {
              figures[`${circumstances.name}.${scene}.${connections}.${key}.${name}`] =
                report[name];
            }
          }
          rows.push(...rowsOf(cast, reports, connections));
        }
        tables.push({ title: `${scene}, ${circumstances.title}`, columns: COLUMNS, rows });
      }
      return { tables, figures };
    },
  };
}

async function warmUp(
  context: Context,
  scene: SceneName,
  cast: readonly Contender[],
): Promise<void> {
  for (const { subject, scene: prepare } of cast) {
    await context.load.apply({
      port: subject.workerd.port,
      connections: WARM_CONNECTIONS,
      requests: await prepare(MOST[scene] ?? 1000),
      milliseconds: WARM_MILLISECONDS,
      most: MOST[scene] ?? 20_000,
    });
  }
}

const COLUMNS = [
  'connections',
  'who',
  'req/s',
  'ours to theirs',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'p50, ours to theirs',
  "load's core",
];

function rowsOf(
  cast: readonly Contender[],
  reports: Record<string, LoadReport>,
  connections: number,
) {
  const { ours } = reports;
  return cast.flatMap(({ key, subject }) => {
    const report = reports[key];
    if (!report || !ours) {
      return [];
    }
    const isOurs = report === ours;
    return [
      [
        String(connections),
        subject.name,
        digits(report.perSecond),
        isOurs ? '' : ratio(ours.perSecond, report.perSecond),
        ...[report.p50, report.p95, report.p99].map(digits),
        isOurs ? '' : ratio(ours.p50, report.p50),
        `${(report.generatorShare * 100).toFixed(0)} %`,
      ],
    ];
  });
}

interface Measurement extends Circumstances {
  readonly scene: SceneName;
  readonly cast: readonly Contender[];
  readonly connections: number;
}

/** Rounds are interleaved, so that a slow moment of the machine affects all; each figure is its own median. */
async function measure(
  context: Context,
  measurement: Measurement,
): Promise<Record<string, LoadReport>> {
  const { milliseconds, delayMs, scene, cast, connections } = measurement;
  const rounds = Math.min(measurement.rounds, ROUNDS[scene] ?? measurement.rounds);
  const reports: Record<string, LoadReport[]> = {};
  const most = MOST[scene] ?? 20_000;
  for (let round = 0; round < rounds; round++) {
    for (const { key, subject, scene: prepare } of cast) {
      const requests = await prepare(MOST[scene] ?? 1000);
      context.database.neonHttp.mode({ delay_ms: delayMs });
      const { port } = subject.workerd;
      const report = await context.load
        .apply({ port, connections, requests, milliseconds, most })
        .finally(() => context.database.neonHttp.mode({}));
      (reports[key] ??= []).push(report);
    }
  }
  return Object.fromEntries(Object.entries(reports).map(([key, list]) => [key, middle(list)]));
}

function middle(reports: readonly LoadReport[]): LoadReport {
  const of = (figure: (report: LoadReport) => number) => median(reports.map(figure));
  return {
    count: of(({ count }) => count),
    perSecond: of(({ perSecond }) => perSecond),
    p50: of(({ p50 }) => p50),
    p95: of(({ p95 }) => p95),
    p99: of(({ p99 }) => p99),
    statuses: {},
    generatorShare: of(({ generatorShare }) => generatorShare),
  };
}

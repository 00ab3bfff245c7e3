import { digits, type Answer } from './table.ts';

type Figures = Answer['figures'];

interface Goal {
  readonly name: string;
  readonly unit: '×' | 'ms' | 'KiB' | 'MiB' | 'trips';
  readonly bound: 'at least' | 'at most';
  readonly value: number;
  /** Undefined when a needed figure was not measured. */
  readonly seen: (figures: Figures) => number | undefined;
}

/** `a` to `b`, when both were measured. */
const of = (a: string, b: string) => (figures: Figures) => {
  const [over, under] = [figures[a], figures[b]];
  return over === undefined || under === undefined || under === 0 ? undefined : over / under;
};
const plain = (name: string) => (figures: Figures) => figures[name];
const at = (question: string, scene: string, who: string, figure: string) =>
  `${question}.${scene}.16.${who}.${figure}`;

const goals: readonly Goal[] = [
  {
    name: "me, req/s to better-auth's from the database, 16 connections",
    unit: '×',
    bound: 'at least',
    value: 2,
    seen: of(
      at('throughput', 'me', 'ours', 'perSecond'),
      at('throughput', 'me', 'betterAuth', 'perSecond'),
    ),
  },
  {
    name: "me, req/s to better-auth's cookie cache, 16 connections",
    unit: '×',
    bound: 'at least',
    value: 1,
    seen: of(
      at('throughput', 'me', 'ours', 'perSecond'),
      at('throughput', 'me', 'cookieCache', 'perSecond'),
    ),
  },
  ...(['login', 'verify'] as const).flatMap((scene): Goal[] => [
    {
      name: `${scene}, database round trips`,
      unit: 'trips',
      bound: 'at most',
      value: 2,
      seen: plain(`roundTrips.${scene}.ours`),
    },
    {
      name: `${scene}, p50 to better-auth's at 20 ms a call, 1 connection`,
      unit: '×',
      bound: 'at most',
      value: 1 / 3,
      seen: of(`delayed.${scene}.1.ours.p50`, `delayed.${scene}.1.betterAuth.p50`),
    },
    {
      name: `${scene}, p50 to better-auth's at 20 ms a call, 16 connections`,
      unit: '×',
      bound: 'at most',
      value: 1 / 3,
      seen: of(at('delayed', scene, 'ours', 'p50'), at('delayed', scene, 'betterAuth', 'p50')),
    },
  ]),
  {
    name: 'me, CPU to the bare Worker',
    unit: '×',
    bound: 'at most',
    value: 1.5,
    seen: of('cpu.me.ours', 'cpu.me.bare'),
  },
  {
    name: 'login, CPU without the hash',
    unit: 'ms',
    bound: 'at most',
    value: 0.6,
    seen: plain('cpu.login.ours'),
  },
  {
    name: 'core path, gzip',
    unit: 'KiB',
    bound: 'at most',
    value: 165,
    seen: plain('size.ours.coreKiB'),
  },
  {
    name: 'spawn to first 200',
    unit: 'ms',
    bound: 'at most',
    value: 45,
    seen: plain('start.ours.milliseconds'),
  },
  {
    name: "Argon2 to Node's native",
    unit: '×',
    bound: 'at most',
    value: 1.2,
    seen: of('argon2.workerd.milliseconds', 'argon2.native.milliseconds'),
  },
  {
    name: 'resident memory after 200 logins',
    unit: 'MiB',
    bound: 'at most',
    value: 200,
    seen: plain('memory.after'),
  },
];

/** A table of goals, measured figures and verdicts; goals that were not measured are left out. */
export function goalsTable(figures: Figures): Answer {
  const rows = goals.flatMap(({ name, unit, bound, value, seen }) => {
    const found = seen(figures);
    if (found === undefined) {
      return [];
    }
    const isMet = bound === 'at least' ? found >= value : found <= value;
    const verdict = isMet ? 'met' : 'missed';
    return [[name, `${bound} ${digits(value)} ${unit}`, `${digits(found)} ${unit}`, verdict]];
  });
  const columns = ['', 'goal', 'seen', 'verdict'];
  return { tables: rows.length > 0 ? [{ title: 'Goals', columns, rows }] : [], figures: {} };
}

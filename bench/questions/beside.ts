import { appendRates } from '../audit.ts';
import { ledgerStatus } from '../ledger.ts';
import { limitNames, limitRates } from '../limits.ts';
import { digits, median, ratio } from '../report/table.ts';
import type { Question } from './question.ts';

const ROUNDS = 3;
const LEDGER_ROWS = 10_000_000;
const LEDGER_ROUNDS = 30;

/** (e) What a check of the limiter costs; `npm run bench:limits` says more. */
export const limiter: Question = {
  name: 'limiter',
  aboutScenes: false,
  async ask() {
    const rates = await limitRates(ROUNDS);
    const rows = Array.from(rates, ([kind, rate]) => [
      limitNames[kind],
      digits(rate),
      ratio(rate, rates.get('bare')),
    ]);
    const title = `Limiter, checks a second, 64 lanes, median of ${ROUNDS} interleaved rounds`;
    const figures = Object.fromEntries(
      Array.from(rates, ([kind, rate]) => [`limiter.${kind}.perSecond`, rate]),
    );
    return { tables: [{ title, columns: ['', 'per s', 'to the ceiling'], rows }], figures };
  },
};

/** (h) The cost of the audit trail; `npm run bench:audit` says more. */
export const audit: Question = {
  name: 'audit',
  aboutScenes: false,
  async ask() {
    const { rates } = await appendRates(ROUNDS, '', ['plain', 'sealed behind']);
    const [plain, sealed] = [rates.get('plain') ?? 0, rates.get('sealed behind') ?? 0];
    const rows = [
      ['plain inserts', digits(plain), ''],
      ['ours: sealed into the chain behind', digits(sealed), ratio(sealed, plain)],
    ];
    const title = `Audit trail, rows a second of 16 writers, commits to disk, median of ${ROUNDS} interleaved rounds`;
    return {
      tables: [{ title, columns: ['', 'rows/s', 'to plain'], rows }],
      figures: { 'audit.plain.perSecond': plain, 'audit.sealed.perSecond': sealed },
    };
  },
};

/** (i) The status of all integrations over a year of ten million calls; `npm run bench:ledger` shows the plan. */
export const ledger: Question = {
  name: 'ledger',
  aboutScenes: false,
  async ask() {
    const { times, seedSeconds } = await ledgerStatus(LEDGER_ROWS, LEDGER_ROUNDS);
    const p50 = median(times);
    const p95 = times[Math.floor((times.length - 1) * 0.95)] ?? 0;
    const title = `Status of all integrations over ${LEDGER_ROWS / 1e6} million rows, ms over HTTP`;
    return {
      tables: [
        {
          title,
          columns: ['', 'p50', 'p95'],
          rows: [['GET /api/integrations/status, its statement', digits(p50), digits(p95)]],
          note: `The rows were made in ${seedSeconds.toFixed(0)} s.`,
        },
      ],
      figures: { 'ledger.p50': p50, 'ledger.p95': p95, 'ledger.seedSeconds': seedSeconds },
    };
  },
};

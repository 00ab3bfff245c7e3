import { mannWhitney, median } from '../../bench/mann-whitney.ts';
import { answerFingerprint, VARYING_HEADERS } from '../answer-fingerprint.ts';
import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import type { Context } from '../context.ts';

const SAMPLES = 36;
const WARM_UP = 4;
/** One short of the lock of an account. */
const TRIES_EACH = 4;
const DATABASE_DELAY_MILLISECONDS = 20;
const MEDIANS_WITHIN = 0.1;
const LEAST_P = 0.01;
const RUNS = 3;

/** The answer to "does she have an account here?" is the same, and takes as long. */
export const enumerationTiming: Claim = {
  id: 'enumeration-timing',
  title:
    'A sign-in does not tell whether an address has an account: the same answer, after the same time.',
  shows:
    'Sign-ins with a wrong password, for accounts and for addresses without one, take turns. Their answers are compared word by word and header by header, their times by the test of Mann and Whitney and by their medians. On a stack of our own every database call is made 20 ms long, so that one more or less would show. Up to three runs, because a busy machine can spoil one; a real difference spoils all three. That no difference is found is not a proof that there is none.',
  group: 'Races and abuse',
  clauses: [...clause(ASVS, '6.3.8'), ...clause(NIST, '3.2.2'), ...clause('CWE', '204', '208')],
  needs: ['addresses'],
  when: 'alone',
  async run(context) {
    await delayDatabase(context, DATABASE_DELAY_MILLISECONDS);
    try {
      await compareTimes(context);
    } finally {
      await delayDatabase(context, 0);
    }
  },
};

async function compareTimes(context: Context) {
  const lines: string[] = [];
  let clean = false;
  const fingerprints = new Set<string>();
  for (let run = 1; run <= RUNS && !clean; run++) {
    const { known, unknown } = await measure(context, fingerprints);
    const [a, b] = [median(known), median(unknown)];
    const { u, p } = mannWhitney(known, unknown);
    const apart = Math.abs(a - b) / Math.min(a, b);
    clean = apart <= MEDIANS_WITHIN && p > LEAST_P;
    lines.push(
      `run ${run}: medians ${a.toFixed(1)} ms with an account, ${b.toFixed(1)} ms without, ${(apart * 100).toFixed(1)} % apart; U = ${u}, p = ${p.toFixed(3)} of ${known.length} and ${unknown.length}`,
    );
  }
  context.evidence.text('times.txt', { title: 'The times, run by run' }, lines.join('\n'));
  context.checkEqual(
    `The answers are the same in status, every word but the trace id, and every header; of ${VARYING_HEADERS.join(', ')} the name alone is compared`,
    fingerprints.size,
    1,
  );
  context.check(
    `In one of ${RUNS} runs the medians are within ${MEDIANS_WITHIN * 100} % and no difference is found at p = ${LEAST_P}`,
    clean,
    lines.join('; '),
  );
}

async function measure(context: Context, fingerprints: Set<string>) {
  const needed = Math.ceil((SAMPLES + WARM_UP) / TRIES_EACH);
  const people = [];
  for (let index = 0; index < needed; index++) {
    people.push(await context.accounts.register());
  }
  const strangers = people.map(() => context.accounts.newCredentials().email);
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let index = 0; index < SAMPLES + WARM_UP; index++) {
    const pair = [
      ['known', people[Math.floor(index / TRIES_EACH)]?.email],
      ['unknown', strangers[Math.floor(index / TRIES_EACH)]],
    ] as const;
    for (const [kind, email] of index % 2 === 0 ? pair : pair.toReversed()) {
      const answer = await context
        .client()
        .post('/api/auth/login', { email, password: 'not the right password' });
      fingerprints.add(answerFingerprint(answer));
      if (index >= WARM_UP) {
        times[kind].push(answer.milliseconds);
      }
    }
  }
  return times;
}

async function delayDatabase({ deployment }: Context, milliseconds: number) {
  if (deployment.neonUrl !== undefined) {
    const mode = milliseconds > 0 ? { delay_ms: milliseconds } : {};
    await fetch(`${deployment.neonUrl}/mode`, { method: 'POST', body: JSON.stringify(mode) });
  }
}

import { mannWhitney, median } from '../../bench/mann-whitney.ts';
import { answerFingerprint, VARYING_HEADERS } from '../answer-fingerprint.ts';
import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import type { Context } from '../context.ts';

const SAMPLES = 36;
const WARM_UP = 4;
/** One failure fewer than locks an account. */
const TRIES_EACH = 4;
const DATABASE_DELAY_MILLISECONDS = 20;
const MEDIANS_WITHIN = 0.1;
const LEAST_P = 0.01;
const RUNS = 3;

/** Neither the answer nor its time reveals whether an address has an account. */
export const enumerationTiming: Claim = {
  id: 'enumeration-timing',
  title:
    'A sign-in does not reveal whether an address has an account: the answer and its time are the same.',
  shows:
    'Sign-ins with a wrong password alternate between addresses with an account and addresses without one. The answers are compared word by word and header by header, the times by the Mann-Whitney test and by their medians. On a stack started for this run every database call takes 20 ms longer, so that one call more or less would show. There are up to three runs, because a busy machine can spoil one; a real difference would spoil all three. Finding no difference does not prove that there is none.',
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
  context.evidence.text('times.txt', { title: 'The times of each run' }, lines.join('\n'));
  context.checkEqual(
    `The answers have the same status, the same words except the trace id, and the same headers; of ${VARYING_HEADERS.join(', ')} only the name is compared`,
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
  const unknownEmails = people.map(() => context.accounts.newCredentials().email);
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let index = 0; index < SAMPLES + WARM_UP; index++) {
    const pair = [
      ['known', people[Math.floor(index / TRIES_EACH)]?.email],
      ['unknown', unknownEmails[Math.floor(index / TRIES_EACH)]],
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

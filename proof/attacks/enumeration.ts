import { mannWhitney, median } from '../../bench/mann-whitney.ts';
import { captchaLimits } from '../../src/core/captcha/limits.ts';
import { lockouts } from '../../src/core/limits/limits.ts';
import { windows } from '../../src/features.ts';
import type { Accounts } from '../client/accounts.ts';
import type { Answer } from '../client/api-client.ts';
import { nothingOf, type Attack, type Field } from './attack.ts';
import type { Tally } from './tally.ts';

/** One failure fewer than locks an account, so that each address gets the same answer. */
const TRIES_EACH = lockouts.password.failuresPerLock - 1;
/** Every database call is delayed by this much, so that one more call would show. */
const DELAY_MILLISECONDS = 20;
/** A difference reveals an account when it is this large and this certain in each of the runs. */
const APART = 0.05;
const SURE = 0.01;
const RUNS = 3;

/** What an attacker can see of an answer, without what differs between any two answers. */
function fingerprint({ status, headers, body }: Answer, email: string): string {
  const changing = new Set(['x-trace-id', 'date', 'content-length']);
  const text = JSON.stringify({ ...body, trace_id: '' })
    .replaceAll(email, '[email]')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '[id]')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '[time]');
  const names = [...headers].filter(([name]) => !changing.has(name));
  return JSON.stringify([status, names, text]);
}

interface Endpoint {
  readonly path: string;
  readonly body: (email: string) => object;
}

const endpoints: readonly Endpoint[] = [
  { path: '/api/auth/login', body: (email) => ({ email, password: 'not the right password' }) },
  { path: '/api/auth/password/forgot', body: (email) => ({ email }) },
  { path: '/api/auth/email/resend', body: (email) => ({ email }) },
  { path: '/api/auth/register', body: (email) => ({ email, password: 'six amber foxes hum' }) },
];

/** The endpoints whose answers differ between an address with an account and one without. */
async function revealingEndpoints(accounts: Accounts, tally: Tally): Promise<string[]> {
  const revealing: string[] = [];
  for (const { path, body } of endpoints) {
    const emails = [(await accounts.register()).email, accounts.newCredentials().email];
    const fingerprints = [];
    for (const email of emails) {
      const answer = await tally.send(
        async () => await accounts.newClient().post(path, body(email)),
      );
      fingerprints.push(fingerprint(answer, email));
    }
    if (fingerprints[0] !== fingerprints[1]) {
      revealing.push(path);
    }
  }
  return revealing;
}

interface Measured {
  readonly reveals: boolean;
  readonly said: string;
}

/** Both kinds of sign-in alternate, so that a slow moment of the machine slows both. */
async function measure({ accounts, size }: Field, tally: Tally): Promise<Measured> {
  const samples: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  const people = await Promise.all(
    Array.from({ length: size(6, 2) }, async () => await accounts.register()),
  );
  for (const { email } of people) {
    const emails = { known: email, unknown: accounts.newCredentials().email };
    for (let index = 0; index < TRIES_EACH; index++) {
      const kinds =
        index % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
      for (const kind of kinds) {
        const body = { email: emails[kind], password: 'not the right password' };
        const { milliseconds } = await tally.send(
          async () => await accounts.newClient().post('/api/auth/login', body),
        );
        samples[kind].push(milliseconds);
      }
    }
  }
  const [known, unknown] = [median(samples.known), median(samples.unknown)];
  const apart = Math.abs(known - unknown) / Math.min(known, unknown);
  const { p } = mannWhitney(samples.known, samples.unknown);
  return {
    reveals: apart > APART && p < SURE,
    said: `sign-in: medians ${known.toFixed(1)} and ${unknown.toFixed(1)} ms, ${(apart * 100).toFixed(1)} % apart, p ${p.toFixed(3)}`,
  };
}

async function setDelay({ deployment }: Field, milliseconds: number): Promise<void> {
  if (deployment.neonUrl !== undefined) {
    const body = JSON.stringify(milliseconds === 0 ? {} : { delay_ms: milliseconds });
    await fetch(`${deployment.neonUrl}/mode`, { method: 'POST', body });
  }
}

/** A real difference shows in every run; noise of the machine does not. */
async function measureUntilClean(field: Field, tally: Tally): Promise<Measured> {
  await setDelay(field, DELAY_MILLISECONDS);
  try {
    let measured = await measure(field, tally);
    for (let run = 1; run < RUNS && measured.reveals; run++) {
      measured = await measure(field, tally);
    }
    return measured;
  } finally {
    await setDelay(field, 0);
  }
}

export const enumeration: Attack = {
  id: 'enumeration',
  scenario:
    'The attacker compares addresses with and without an account by status, headers, body and time, at sign-in, registration, forgotten password and resend.',
  policy: `the same answer and the same cost for all; with fewer attempts than windows.login (${windows.login.capacity}), the lockout (${lockouts.password.failuresPerLock} failures) and the captcha (${captchaLimits.afterFailures} failures, if it is on)`,
  countedBy:
    'whole answers compared; times by the Mann-Whitney test, with each database call delayed by 20 ms',
  blocks: ['RATE_LIMITED', 'ACCOUNT_LOCKED'],
  mostTries: 200,
  async run(field, tally) {
    const revealing = await revealingEndpoints(field.accounts, tally);
    const timing = await measureUntilClean(field, tally);
    const traces = tally.tries.slice(0, endpoints.length * 2).map(({ traceId }) => traceId);
    return {
      bound: nothingOf(null),
      evaluated: tally.tries.length,
      successes: revealing.length + (timing.reveals ? 1 : 0),
      rows: traces,
      notes: [
        ...(revealing.length > 0 ? [`Revealed by: ${revealing.join(', ')}.`] : []),
        `${timing.said}${timing.reveals ? ` in ${RUNS} runs` : ''}.`,
      ],
    };
  },
};

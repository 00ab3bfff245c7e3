import { expect, test } from 'vitest';

import type { Answer } from '../client/api-client.ts';
import { judge, nothingOf, oneOf, type Attack, type Outcome } from './attack.ts';
import { chooseAttacks, attacks } from './attacks.ts';
import { jsonOf, markdownOf, tableOf, verdictOf } from './report.ts';
import {
  isRepelled,
  refuseForeignTarget,
  runAttacks,
  type AttackReport,
  type RunReport,
} from './run-attacks.ts';
import { Tally } from './tally.ts';

const attack: Attack = {
  id: 'guessing',
  scenario: 'An attacker guesses.',
  policy: 'lockout: 5 failures',
  countedBy: 'rows',
  blocks: ['ACCOUNT_LOCKED'],
  mostTries: 3,
  run: async () => await Promise.reject(new Error('this must not run')),
};

const report: AttackReport = {
  attack,
  verdict: 'held',
  tries: 20,
  evaluated: 5,
  successes: 0,
  bound: nothingOf(5),
  firstBlock: { number: 6, errorCode: 'ACCOUNT_LOCKED', milliseconds: 12 },
  traceIds: ['aa'],
  rows: ['row-1'],
  notes: ['A note.'],
  milliseconds: 1234,
};

const runOf = (...reports: AttackReport[]): RunReport => ({
  seed: 's',
  beganAt: '2026-11-28T12:00:00.000Z',
  endedAt: '2026-11-28T12:01:00.000Z',
  appUrl: 'http://localhost:1',
  attacks: reports,
  leftovers: [],
});

test('the table shows tries, evaluated tries with their bound, the first block and the gain', () => {
  const race = { ...report, attack: { ...attack, id: 'race' }, bound: oneOf(null), successes: 1 };
  expect(tableOf([report, { ...race, firstBlock: null }]).split('\n')).toEqual([
    'attack    tries  evaluated       first block                        got            verdict',
    'guessing  20     5 of at most 5  try 6: ACCOUNT_LOCKED after 12 ms  0 (must be 0)  held',
    'race      20     5               none needed                        1 (must be 1)  held',
  ]);
});

const NONE = { broken: 0, unavailable: 0, of: 20 };

const outcome = (evaluated: number, successes: number, bound = nothingOf(5)): Outcome => ({
  bound,
  evaluated,
  successes,
  rows: [],
  notes: [],
});

test('one comparison or one success too many counts as broken through', () => {
  expect(judge(outcome(5, 0), NONE)).toBe('held');
  expect(judge(outcome(6, 0), NONE)).toBe('broke through');
  expect(judge(outcome(5, 1), NONE)).toBe('broke through');
});

test('where exactly one must succeed, none and two both count as broken through', () => {
  expect(judge(outcome(9, 1, oneOf(null)), NONE)).toBe('held');
  expect(judge(outcome(9, 0, oneOf(null)), NONE)).toBe('broke through');
  expect(judge(outcome(9, 2, oneOf(null)), NONE)).toBe('broke through');
});

test('an attack that reached no comparison, or met a broken product, counts as not run', () => {
  expect(judge(outcome(0, 0), NONE)).toBe('not run');
  expect(judge(outcome(0, 0, nothingOf(0)), NONE)).toBe('held');
  expect(judge(outcome(5, 0), { ...NONE, broken: 1 })).toBe('not run');
  expect(judge(outcome(5, 0), { ...NONE, unavailable: 5 })).toBe('held');
  expect(judge(outcome(5, 0), { ...NONE, unavailable: 6 })).toBe('not run');
});

test('a run counts as repelled only when every attack held, and the report names the others', () => {
  expect(isRepelled(runOf(report))).toBe(true);
  for (const verdict of ['broke through', 'not run'] as const) {
    const run = runOf(report, { ...report, verdict });
    expect(isRepelled(run)).toBe(false);
    expect(verdictOf(run)).toContain(`guessing: ${verdict}. A note.`);
    expect(JSON.parse(jsonOf(run))).toMatchObject({ held: false, attacks: [{}, { verdict }] });
  }
});

test('the report names seed, policy, evidence and the way of counting', () => {
  const text = markdownOf(runOf(report));
  for (const said of [
    'npm run attack -- --seed s',
    'lockout: 5 failures',
    '`aa`',
    '`row-1`',
    'rows.',
  ]) {
    expect(text).toContain(said);
  }
});

const answer = (status: number, errorCode: string | null): Answer => ({
  status,
  errorCode,
  headers: new Headers({ 'x-trace-id': 'aa' }),
  body: {},
  text: '',
  milliseconds: 1,
});

test('a tally knows the first block and sends no more than its limit', async () => {
  const tally = new Tally(3, ['ACCOUNT_LOCKED']);
  await tally.send(async () => await Promise.resolve(answer(401, 'INVALID_CREDENTIALS')));
  expect(tally.firstBlock).toBeNull();
  await tally.sendAtOnce(
    2,
    async (index) => await Promise.resolve(answer(429 + index * 74, 'ACCOUNT_LOCKED')),
  );
  expect(tally.firstBlock).toMatchObject({ number: 2, errorCode: 'ACCOUNT_LOCKED' });
  expect(tally.faults).toEqual({ broken: 0, unavailable: 1, of: 3 });
  await expect(tally.send(async () => await Promise.resolve(answer(200, null)))).rejects.toThrow(
    RangeError,
  );
  expect(tally.tries).toHaveLength(3);
});

test.for([
  { appUrl: 'https://sallyport.example' },
  { appUrl: 'http://10.0.0.7:8787' },
  { appUrl: 'http://localhost.evil.example' },
  { appUrl: 'http://localhost:8787', databaseUrl: 'postgresql://o@db.example/x' },
  { appUrl: 'http://localhost:8787', twilioUrl: 'https://api.twilio.com' },
  { appUrl: 'nonsense' },
])('a target on another machine is refused: %j', (deployment) => {
  expect(() => refuseForeignTarget(deployment)).toThrow(/loopback/);
});

test('a stack on this machine is accepted as a target', () => {
  const places = { databaseUrl: 'postgresql://o@127.0.0.1:5/x', mailUrl: 'http://127.0.0.1:6' };
  expect(() => refuseForeignTarget({ appUrl: 'http://localhost:8787', ...places })).not.toThrow();
});

test('without a database no attack runs, because its gain could not be counted', async () => {
  const campaign = { attacks: [attack], seed: 's', size: 'small' } as const;
  await expect(
    runAttacks({ ...campaign, deployment: { appUrl: 'http://localhost:1' } }),
  ).rejects.toThrow(/database/);
});

test('attacks are chosen by name, and an unknown name is refused', () => {
  expect(chooseAttacks('cross-site, code-guessing').map(({ id }) => id)).toEqual([
    'cross-site',
    'code-guessing',
  ]);
  expect(chooseAttacks(undefined)).toBe(attacks);
  expect(() => chooseAttacks('nothing')).toThrow('There is no attack "nothing"');
});

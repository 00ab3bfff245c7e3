import { expect, inject, test } from 'vitest';

import { attacks } from '../../proof/attacks/attacks.ts';
import type { Attack } from '../../proof/attacks/attack.ts';
import { isRepelled, runAttacks } from '../../proof/attacks/run-attacks.ts';
import { tableOf } from '../../proof/attacks/report.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

async function campaign(chosen: readonly Attack[]) {
  return await runAttacks({
    attacks: chosen,
    seed: 'test',
    size: 'small',
    mostMilliseconds: 200_000, // a busy machine is slow, and no less safe
    deployment: {
      appUrl: inject('appUrl'),
      databaseUrl: inject('databaseUrl'),
      neonUrl: inject('neonHttpUrl'),
      twilioUrl: inject('simulators').twilio,
      mailUrl: inject('simulators').mail,
      secrets: {
        appEncKey: inject('appEncKey'),
        accessTokenKeys: inject('tokenKeys'),
        twilioAuthToken: inject('twilioAuthToken'),
      },
    },
  });
}

test(
  'every attack gets no more than its bound, leaves evidence and no account',
  { timeout: 240_000 },
  async () => {
    const run = await campaign(attacks);
    expect({ repelled: isRepelled(run), table: tableOf(run.attacks) }).toMatchObject({
      repelled: true,
    });
    expect(run.attacks.filter(({ traceIds }) => traceIds.length === 0)).toEqual([]);
    expect(run.leftovers).toEqual([]);
    expect(await database.rows("select 1 from users where email like 'proof-attack-%'")).toEqual(
      [],
    );
  },
);

test('an attack that is repeated on one stack with one seed counts only what it did itself', async () => {
  const pumping = attacks.filter(({ id }) => id === 'sms-pumping');
  const [first] = (await campaign(pumping)).attacks;
  const [second] = (await campaign(pumping)).attacks;
  expect(first).toMatchObject({ verdict: 'held' });
  expect(second).toMatchObject({ verdict: 'held', evaluated: first?.evaluated });
});

test('an interrupted attack does not count as run, and its accounts are deleted', async () => {
  const [first] = attacks;
  const clumsy = {
    ...first,
    id: 'clumsy',
    mostTries: 1,
    run: async ({ accounts }, tally) => {
      const { client } = await accounts.register();
      await tally.send(async () => await client.get('/api/auth/me'));
      return await Promise.reject(new Error('it stumbled'));
    },
  } as Attack;
  const run = await campaign([clumsy]);
  expect(isRepelled(run)).toBe(false);
  expect(run.attacks).toMatchObject([
    { verdict: 'not run', tries: 1, notes: ['Broke off: it stumbled'] },
  ]);
  expect(await database.rows("select 1 from users where email like 'proof-attack-%'")).toEqual([]);
});

import { features } from '../../src/features.ts';
import { Unavailable } from '../client/api-client.ts';
import { nothingOf, type Attack } from './attack.ts';
import { livingSessions, recordsOf } from './evidence.ts';

const ANY_ID = '00000000-0000-7000-8000-000000000000';

/** Every endpoint that changes something, from the contracts. */
const writes = features
  .flatMap(({ routes }) => routes.map(({ spec }) => spec))
  .filter(({ method }) => method !== 'GET')
  .map(({ method, path }) => ({ method, path: path.replaceAll(/:\w+/g, ANY_ID) }));

/** What a page on another site can make a browser send. */
const pages: readonly Readonly<Record<string, string>>[] = [
  { origin: 'https://evil.example', 'content-type': 'application/json' },
  { origin: 'null', 'content-type': 'application/json' },
  { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' },
  { 'sec-fetch-site': 'same-site', 'content-type': 'application/json' },
  // A form with enctype text/plain, from a browser that sends neither header.
  { 'content-type': 'text/plain' },
];

const REFUSALS = ['ORIGIN_REFUSED', 'UNSUPPORTED_MEDIA_TYPE'];

/** A request that is refused before its body is read may lose its connection, and the next request with it. */
async function onceMore<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof Unavailable) {
      return await send();
    }
    throw error;
  }
}

export const crossSite: Attack = {
  id: 'cross-site',
  scenario:
    "A page on another site sends every writing request there is, with the victim's cookies.",
  policy: 'every writing endpoint requires our own origin and JSON (src/platform/web/origin.ts)',
  countedBy: 'audit rows by trace id: a refused origin stops before limit, session and use case',
  blocks: REFUSALS,
  mostTries: 1000,
  async run({ accounts, database, random, size }, tally) {
    const { client, id } = await accounts.signIn();
    const before = await livingSessions(database, id);
    const targets = random.shuffled(writes).slice(0, size(writes.length, 6));
    let passed = 0;
    for (const { method, path } of targets) {
      const answers = await tally.sendAtOnce(
        pages.length,
        async (index) =>
          await onceMore(
            async () =>
              await client.send(path, {
                method,
                headers: { ...pages[index] },
                body: '{"code":"000000"}',
              }),
          ),
      );
      passed += answers.filter(({ errorCode }) => !REFUSALS.includes(errorCode ?? '')).length;
    }
    const all = await recordsOf(tally, database);
    // The attempt of another site is recorded for each address, up to the limit of its window.
    const records = all.filter(({ action }) => action !== 'request.origin_refused');
    const after = await livingSessions(database, id);
    return {
      bound: nothingOf(0),
      evaluated: records.length,
      successes: passed + (after.join() === before.join() ? 0 : 1),
      rows: [...records.map((row) => String(row['id'])), ...after],
      notes: [
        `${targets.length} of ${writes.length} writing endpoints, ${pages.length} kinds of page.`,
      ],
    };
  },
};
